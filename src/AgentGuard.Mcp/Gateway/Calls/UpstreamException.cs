using ModelContextProtocol;

namespace AgentGuard.Mcp;

/// <summary>A server did not answer as it should. The message is the gateway's own, and may be shown to the client.</summary>
internal sealed class UpstreamException(string server, string fault, Exception? innerException = null)
    : Exception($"server `{server}` {fault}", innerException)
{
    /// <summary>What is wrong with the server.</summary>
    public string Fault => fault;

    /// <summary>The same for a client, where the protocol has no better place for it than an error.</summary>
    public McpProtocolException ToProtocolError() => new(Message, this, McpErrorCode.InternalError);
}
