using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>A server that a gateway stands in front of, and how to reach it: <see cref="StdioUpstream"/> or <see cref="HttpUpstream"/>.</summary>
public abstract class McpUpstream
{
    private protected McpUpstream(string key)
    {
        // The rules of toolsets are the rules of keys; a name that any toolset may have proves them.
        _ = new ToolId(key, "any");
        Key = key;
    }

    /// <summary>The toolset's key, which policies name. It is the deployer's, never what the server calls itself.</summary>
    public string Key { get; }

    /// <summary>
    /// What clients see before the names of the server's tools and prompts; empty by default. It tells the servers of one gateway apart where they use the same
    /// names, which are blocked otherwise. Policies name tools by toolset and plain name, with a prefix and without.
    /// </summary>
    public string Prefix { get; init; } = "";

    /// <summary>Opens a connection of its own to the server.</summary>
    /// <param name="context">What the gateway gives to all.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="McpGatewayException">The server cannot be reached.</exception>
    internal abstract ValueTask<ITransport> OpenAsync(UpstreamContext context, CancellationToken cancellationToken);
}
