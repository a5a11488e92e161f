using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>A server that is reached over streamable HTTP.</summary>
public sealed class HttpUpstream : McpUpstream
{
    /// <summary>A server at a URL.</summary>
    /// <param name="key">The toolset's key.</param>
    /// <param name="url">Its endpoint, http or https. Redirects are not followed: the headers are meant for this server.</param>
    /// <exception cref="ArgumentException">The key cannot be a toolset's, or the URL is neither http nor https.</exception>
    public HttpUpstream(string key, Uri url)
        : base(key)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            // Not the URL itself: it may hold a password or a token.
            throw new ArgumentException("the URL is not one of http or https", nameof(url));
        }

        Url = url;
    }

    /// <summary>Its endpoint.</summary>
    public Uri Url { get; }

    /// <summary>Headers of every request, such as <c>Authorization</c>.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    internal override async ValueTask<ITransport> OpenAsync(UpstreamContext context, CancellationToken cancellationToken)
    {
        RequireHeaders();
        BoundedHttpHandler handler = new(context.Limits.MaxMessageBytes, context.TimeProvider);
        HttpClient http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        HttpClientTransportOptions options = new()
        {
            Endpoint = Url,
            Name = Key,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
        };
        HttpClientTransport transport = new(options, http, context.LoggerFactory, ownsHttpClient: true);
        HttpSession session = new(await transport.ConnectAsync(cancellationToken).ConfigureAwait(false), transport);
        handler.Watch(session.MessageReader);
        return session;
    }

    /// <summary>Says which header cannot be sent; whoever sends it would say so with its value.</summary>
    private void RequireHeaders()
    {
        using HttpRequestMessage probe = new();
        foreach ((string name, string value) in Headers)
        {
            if (value.Any(char.IsControl) || !probe.Headers.TryAddWithoutValidation(name, value))
            {
                throw new McpGatewayException($"server `{Key}` has a header that cannot be sent: `{PlainText.Of(name)}`");
            }
        }
    }
}
