using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// The tools of one connection. A tool whose definition is not the first that this connection has seen is blocked until its end: what was read and approved was
/// another tool. Its name stays taken.
/// </summary>
internal sealed class ToolBoard : NameBoard<Tool, McpServerTool>
{
    /// <summary>What the client sees.</summary>
    public OrderedPrimitives<McpServerTool> Tools { get; } = new();

    /// <summary>Those that are not blocked, as the guard knows them.</summary>
    public IEnumerable<ToolDefinition> Definitions => Tools.ToArray().OfType<UpstreamTool>().Where(static tool => tool.Blocked is null).Select(static tool => tool.Definition);

    /// <inheritdoc/>
    protected override string Kind => "tool";

    /// <inheritdoc/>
    protected override string? Changed => "its definition has changed since this connection began";

    /// <inheritdoc/>
    protected override string Name(Tool item) => item.Name;

    /// <inheritdoc/>
    protected override string Fingerprint(UpstreamConnection server, Tool item) => $"{McpTools.Describe(item, server.Upstream.Key).Pin} {item.Title}";

    /// <inheritdoc/>
    protected override McpServerTool Create(UpstreamConnection server, string shownName, Tool item, string? blocked) =>
        new UpstreamTool(server, shownName, item, McpTools.Describe(item, server.Upstream.Key)) { Blocked = blocked };

    /// <inheritdoc/>
    protected override void Publish(IReadOnlyList<McpServerTool> primitives) => Tools.Replace(primitives);
}
