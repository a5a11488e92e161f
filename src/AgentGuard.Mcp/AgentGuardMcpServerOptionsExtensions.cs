using AgentGuard;
using AgentGuard.Mcp;

namespace ModelContextProtocol.Server;

/// <summary>Puts a guard into an MCP server.</summary>
public static class AgentGuardMcpServerOptionsExtensions
{
    /// <summary>
    /// Decides every tool call of the servers that are made with these options, and everything else that a client reads: resources, prompts and completions.
    /// Lists show what the caller could ever be permitted.
    /// </summary>
    /// <param name="options">The server's options. Give them their handlers first, and do not replace their filters afterwards; filters may be added.</param>
    /// <param name="guard">The guard. It is not disposed with the server.</param>
    /// <param name="guardOptions">How; null for the defaults.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="InvalidOperationException">The options are guarded already, by another guard or in another way.</exception>
    public static McpServerOptions AddAgentGuard(this McpServerOptions options, ToolCallGuard guard, McpGuardOptions? guardOptions = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(guard);
        Installation.Install(options, guard, guardOptions ?? new McpGuardOptions());
        return options;
    }
}
