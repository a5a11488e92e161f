using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>A tool, prompt or resource of a server behind the gateway. The guard decides on it, then its server is asked.</summary>
internal interface IUpstreamPrimitive : IMcpServerPrimitive
{
    /// <summary>The server.</summary>
    UpstreamConnection Server { get; }
}
