using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>A server's tools as the guard's.</summary>
public static class McpTools
{
    /// <summary>Describes a tool as a server lists it: its name, description, schemas and annotations are what a pin in the catalog is of.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="toolset">The deployer's key of the server.</param>
    /// <returns>The definition. Make it once a tool: what is derived from it is kept.</returns>
    /// <exception cref="ArgumentException">The key or the tool's name is empty, too long or holds what cannot be seen, or its texts or schemas are not well formed.</exception>
    public static ToolDefinition Describe(Tool tool, string toolset)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return new ToolDefinition(
            new ToolId(toolset, tool.Name),
            tool.Description,
            tool.InputSchema,
            tool.OutputSchema,
            tool.Annotations is { } annotations ? JsonSerializer.SerializeToElement(annotations, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ToolAnnotations))) : null);
    }
}
