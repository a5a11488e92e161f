using System.Text.Json;

namespace AgentGuard.Cli.Init;

/// <summary>Writes <c>definitions.json</c>: what the tools say of themselves, as it was seen.</summary>
internal static class DefinitionsText
{
    public static string Of(IEnumerable<ToolDefinition> tools) => JsonPage.Print(writer => Write(writer, tools));

    private static void Write(Utf8JsonWriter writer, IEnumerable<ToolDefinition> tools)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("toolsets");
        foreach (IGrouping<string, ToolDefinition> toolset in tools.GroupBy(static tool => tool.Id.Toolset))
        {
            writer.WriteStartArray(toolset.Key);
            foreach (ToolDefinition tool in toolset)
            {
                Write(writer, tool);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ToolDefinition tool)
    {
        writer.WriteStartObject();
        writer.WriteString("name", tool.Id.Name);
        if (tool.Description is not null)
        {
            writer.WriteString("description", tool.Description);
        }

        Write(writer, "inputSchema", tool.InputSchema);
        Write(writer, "outputSchema", tool.OutputSchema);
        Write(writer, "annotations", tool.Annotations);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        if (value is { } json)
        {
            writer.WritePropertyName(name);
            json.WriteTo(writer);
        }
    }
}
