using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// Stands between an MCP client and its servers. Every tool call is decided by the guard before its server hears of it, and so is all else that a client reads.
/// One connection is one session, with connections of its own to the servers; one gateway serves any number of connections at a time.
/// </summary>
public sealed class McpGateway
{
    private readonly McpGatewayOptions _options;

    /// <summary>Makes a gateway; nothing is started before a client comes.</summary>
    /// <param name="options">What it stands in front of.</param>
    /// <exception cref="ArgumentException">There is no server, or two have one key.</exception>
    public McpGateway(McpGatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Upstreams.Count == 0)
        {
            throw new ArgumentException("a gateway needs a server to stand in front of", nameof(options));
        }

        if (options.Upstreams.GroupBy(static upstream => upstream.Key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static keys => keys.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"two servers have the key `{twice.Key}`", nameof(options));
        }

        _options = options;
    }

    /// <summary>Serves a client that writes messages as lines to one stream and reads them from another, such as standard input and output.</summary>
    /// <param name="input">What the client writes. It is disposed at the end.</param>
    /// <param name="output">What the client reads; nobody else may write to it. It is disposed at the end.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <returns>Done when the client has gone and every server's process has ended.</returns>
    /// <exception cref="McpGatewayException">None of the servers can be reached.</exception>
    /// <exception cref="PolicyBundleException">The policies do not fit the servers' tools.</exception>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        UpstreamContext context = _options.Context();
        LineTransportOptions lines = new("the client", _options.Limits.MaxMessageBytes, context.Logger) { AnswersUnreadable = true, TimeProvider = _options.TimeProvider };
        await RunAsync(new LineTransport(input, output, lines), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Serves a client over a transport.</summary>
    /// <param name="client">The transport. It is disposed at the end.</param>
    /// <param name="cancellationToken">Ends the connection.</param>
    /// <returns>Done when the client has gone and every server's process has ended.</returns>
    /// <exception cref="McpGatewayException">None of the servers can be reached.</exception>
    /// <exception cref="PolicyBundleException">The policies do not fit the servers' tools.</exception>
    public async Task RunAsync(ITransport client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        GatewayConnection connection = new(_options, _options.Context());
        Task run;

        // A connection is a run of its own, whatever scope its host happens to be in.
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
        {
            run = Task.Run(() => connection.RunAsync(client, cancellationToken), CancellationToken.None);
        }

        await run.ConfigureAwait(false);
    }
}
