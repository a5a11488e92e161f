using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Finds the primitive that a name or an address means, as the server does.</summary>
internal static class Primitives
{
    public static McpServerPrompt? Prompt(McpServerOptions options, string? name) =>
        name is not null && options.PromptCollection is { } prompts && prompts.TryGetPrimitive(name, out McpServerPrompt? prompt) ? prompt : null;

    public static McpServerTool? Tool(McpServerOptions options, string? name) =>
        name is not null && options.ToolCollection is { } tools && tools.TryGetPrimitive(name, out McpServerTool? tool) ? tool : null;

    /// <summary>The resource of an address, or the template that it is of, or that it is itself.</summary>
    public static McpServerResource? Resource(McpServerOptions options, string? uri)
    {
        if (uri is null || options.ResourceCollection is not { } resources)
        {
            return null;
        }

        return resources.TryGetPrimitive(uri, out McpServerResource? known) ? known : resources.FirstOrDefault(resource => resource.IsMatch(uri));
    }
}
