using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>Reads what tools said of themselves to the model of a recording: a list of functions, as chat APIs take them, or a listing of MCP tools.</summary>
internal static class TraceTools
{
    private const int MaxBytes = 16 << 20;

    /// <summary>The tools by their names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="toolset">Their toolset.</param>
    /// <exception cref="TraceFormatException">It is none.</exception>
    public static IReadOnlyDictionary<string, ToolDefinition> Read(string path, string toolset)
    {
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new TraceFormatException($"{Path.GetFileName(path)} is larger than {MaxBytes >> 20} MiB");
        }

        try
        {
            JsonElement json = JsonElement.Parse(File.ReadAllBytes(path));
            IEnumerable<ToolDefinition> tools = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(tool => Of(tool, toolset)) : ToolListing.Read(json, toolset);
            return tools.ToDictionary(static tool => tool.Id.Name, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new TraceFormatException($"{Path.GetFileName(path)} is no list of tools: {e.Message}", e);
        }
    }

    private static ToolDefinition Of(JsonElement tool, string toolset)
    {
        JsonElement function = tool.TryGetProperty("function", out JsonElement wrapped) ? wrapped : tool;
        return new ToolDefinition(
            new ToolId(toolset, function.TryGetProperty("name", out JsonElement name) && name.GetString() is { } text ? text : throw new FormatException("a tool has no `name`")),
            function.TryGetProperty("description", out JsonElement description) ? description.GetString() : null,
            function.TryGetProperty("parameters", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Object ? parameters : null);
    }
}
