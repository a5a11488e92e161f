using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

#pragma warning disable MCPEXP002 // a server object of one's own is the only way to stand between a body and its client
/// <summary>The server as a body sees it whose result has to be redacted: it asks the client nothing.</summary>
internal sealed class WithholdingServer(McpServer server) : McpServer
{
    private readonly McpServer _server = server;

    public override string? SessionId => _server.SessionId;

    public override string? NegotiatedProtocolVersion => _server.NegotiatedProtocolVersion;

    public override ClientCapabilities? ClientCapabilities => _server.ClientCapabilities;

    public override Implementation? ClientInfo => _server.ClientInfo;

    public override McpServerOptions ServerOptions => _server.ServerOptions;

    public override IServiceProvider? Services => _server.Services;

    [Obsolete("The protocol no longer has it.")]
    public override LoggingLevel? LoggingLevel => _server.LoggingLevel;

    public override bool IsMrtrSupported => _server.IsMrtrSupported;

    public override Task<JsonRpcResponse> SendRequestAsync(JsonRpcRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return WithheldMessages.IsHarmlessRequest(request.Method) ? _server.SendRequestAsync(request, cancellationToken) : throw WithheldMessages.Refusal();
    }

    public override Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default) => _server.SendMessageAsync(message, cancellationToken);

    public override IAsyncDisposable RegisterNotificationHandler(string method, Func<JsonRpcNotification, CancellationToken, ValueTask> handler) =>
        _server.RegisterNotificationHandler(method, handler);

    public override Task RunAsync(CancellationToken cancellationToken = default) => _server.RunAsync(cancellationToken);

    public override ValueTask DisposeAsync() => _server.DisposeAsync();
}
#pragma warning restore MCPEXP002
