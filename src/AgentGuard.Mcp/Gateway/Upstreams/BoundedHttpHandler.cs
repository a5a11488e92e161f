using System.Net;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// Bounds what a server sends over HTTP: each message in its length, and all together in the number that the gateway has not taken yet. The SDK's transport
/// keeps both for as long as they come.
/// </summary>
internal sealed class BoundedHttpHandler : DelegatingHandler
{
    private readonly int _maxMessageBytes;
    private readonly TimeProvider _timeProvider;
    private ChannelReader<JsonRpcMessage>? _messages;

    public BoundedHttpHandler(int maxMessageBytes, TimeProvider timeProvider)
        : base(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        _maxMessageBytes = maxMessageBytes;
        _timeProvider = timeProvider;
    }

    /// <summary>Holds the server back while these are many.</summary>
    public void Watch(ChannelReader<JsonRpcMessage> messages) => _messages = messages;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        bool isEventStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        response.Content = new BoundedContent(response.Content, body => new BoundedStream(body, _maxMessageBytes, isEventStream, WaitAsync));
        return response;
    }

    private ValueTask WaitAsync(CancellationToken cancellationToken) =>
        _messages is { CanCount: true } messages && messages.Count > MaxWaiting ? new ValueTask(WaitAsync(messages, cancellationToken)) : ValueTask.CompletedTask;

    private const int MaxWaiting = 256;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private async Task WaitAsync(ChannelReader<JsonRpcMessage> messages, CancellationToken cancellationToken)
    {
        while (messages.Count > MaxWaiting)
        {
            await Task.Delay(s_pause, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class BoundedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly Func<Stream, Stream> _bound;

        public BoundedContent(HttpContent inner, Func<Stream, Stream> bound)
        {
            _inner = inner;
            _bound = bound;
            foreach ((string name, IEnumerable<string> values) in inner.Headers)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() => _bound(await _inner.ReadAsStreamAsync().ConfigureAwait(false));

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            using Stream body = await CreateContentReadStreamAsync().ConfigureAwait(false);
            await body.CopyToAsync(stream).ConfigureAwait(false);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
