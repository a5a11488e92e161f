using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Where a request to a server came from.</summary>
/// <param name="Client">The client, as that request reaches it.</param>
/// <param name="ProgressToken">The client's own token, where it wants to hear of progress.</param>
/// <param name="LogLevel">The least severe log message that it wants to hear of, where the protocol's revision says so with each request.</param>
internal sealed record Asker(McpServer Client, ProgressToken? ProgressToken, LoggingLevel? LogLevel)
{
    /// <summary>The asker of a request.</summary>
    public static Asker Of<TParams>(RequestContext<TParams> context)
        where TParams : RequestParams => new(context.Server, context.Params?.ProgressToken, context.JsonRpcRequest.Context?.LogLevel);
}
