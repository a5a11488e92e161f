using System.Text.Json;

namespace AgentGuard;

/// <summary>
/// Reads what tools say of themselves from a file, as MCP servers list them: so policies are compared with tools that are not running.
/// <code>{ "toolsets": { "files": [ { "name": "read", "description": "…", "inputSchema": { … } } ] } }</code>
/// The answer of a server to <c>tools/list</c>, <c>{ "tools": [ … ] }</c>, is read too.
/// </summary>
public static class ToolListing
{
    /// <summary>What the file is called in a folder of policies. The guard itself does not read it: it asks the tools.</summary>
    public const string FileName = "definitions.json";

    private const int MaxBytes = 16 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, of at most 16 MiB.</param>
    /// <param name="toolset">The toolset of tools that stand in none; null for <see cref="ToolId.LocalToolset"/>.</param>
    /// <returns>The tools in their order.</returns>
    /// <exception cref="FormatException">The file is no such listing; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<ToolDefinition> Load(string path, string? toolset = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ReadOnlyMemory<byte> json = ReadAll(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, toolset);
        }
        catch (JsonException e)
        {
            throw new FormatException(FormattableString.Invariant($"`{Path.GetFileName(path)}` is no listing of tools: it is no JSON at line {e.LineNumber + 1}, or has a member twice"), e);
        }
        catch (FormatException e)
        {
            throw new FormatException($"`{Path.GetFileName(path)}` is no listing of tools: {e.Message}", e);
        }
    }

    /// <summary>Reads a listing.</summary>
    /// <param name="json">The listing; it may be disposed afterwards.</param>
    /// <param name="toolset">The toolset of tools that stand in none; null for <see cref="ToolId.LocalToolset"/>.</param>
    /// <returns>The tools in their order.</returns>
    /// <exception cref="FormatException">It is no such listing; the message names the place.</exception>
    public static IReadOnlyList<ToolDefinition> Read(JsonElement json, string? toolset = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("expected an object with `toolsets` or `tools`");
        }

        List<ToolDefinition> tools = [];
        if (json.TryGetProperty("toolsets", out JsonElement toolsets))
        {
            foreach (JsonProperty entry in Of(toolsets, JsonValueKind.Object, "toolsets", "an object").EnumerateObject())
            {
                tools.AddRange(ReadTools(entry.Value, entry.Name, $"toolsets.{entry.Name}"));
            }
        }
        else if (json.TryGetProperty("tools", out JsonElement listed))
        {
            tools.AddRange(ReadTools(listed, toolset, "tools"));
        }
        else
        {
            throw new FormatException("it has neither `toolsets` nor `tools`");
        }

        return tools.GroupBy(tool => tool.Id).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new FormatException($"`{twice.Key}` stands twice")
            : tools;
    }

    /// <summary>Whatever it is read from: a pipe has no length, and may have no end.</summary>
    private static ReadOnlyMemory<byte> ReadAll(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using MemoryStream bytes = new();
        byte[] part = new byte[64 * 1024];
        while (stream.Read(part) is int read and > 0)
        {
            if (bytes.Length + read > MaxBytes)
            {
                throw new FormatException($"`{Path.GetFileName(path)}` has more than {MaxBytes >> 20} MiB");
            }

            bytes.Write(part, 0, read);
        }

        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        ReadOnlyMemory<byte> all = bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        return all.Span.StartsWith(mark) ? all[mark.Length..] : all;
    }

    private static IEnumerable<ToolDefinition> ReadTools(JsonElement tools, string? toolset, string place) =>
        Of(tools, JsonValueKind.Array, place, "a list").EnumerateArray().Select((tool, index) => ReadTool(tool, toolset, $"{place}[{index}]"));

    private static ToolDefinition ReadTool(JsonElement tool, string? toolset, string place)
    {
        Of(tool, JsonValueKind.Object, place, "an object");
        string name = Text(tool, "name", place) ?? throw new FormatException($"{place}: member `name` is missing");
        try
        {
            return new ToolDefinition(
                new ToolId(toolset, name), Text(tool, "description", place), Member(tool, "inputSchema"), Member(tool, "outputSchema"), Member(tool, "annotations"));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"{place}: {e.Message}", e);
        }
    }

    private static JsonElement? Member(JsonElement tool, string name) =>
        tool.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement tool, string name, string place) =>
        Member(tool, name) is { } value ? Of(value, JsonValueKind.String, $"{place}.{name}", "a text").GetString() : null;

    private static JsonElement Of(JsonElement value, JsonValueKind kind, string place, string wanted) =>
        value.ValueKind == kind ? value : throw new FormatException($"{place}: expected {wanted}");
}
