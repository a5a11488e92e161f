using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Init;

/// <summary>Writes <c>tools.json</c>: the groups and arguments that were guessed, and a pin on what was seen.</summary>
internal static class CatalogText
{
    // The file, its tools, and each of them.
    private const int OpenLevels = 3;

    public static string Of(IEnumerable<StarterTool> tools) =>
        JsonPage.Print(new JsonObject { ["tools"] = new JsonObject(tools.Select(static tool => KeyValuePair.Create($"{tool.Id}", (JsonNode?)Entry(tool)))) }, OpenLevels);

    private static JsonObject Entry(StarterTool tool)
    {
        JsonObject entry = new() { ["groups"] = new JsonArray([.. tool.Groups.Select(static group => (JsonNode)group)]) };
        if (tool.Arguments.Count > 0)
        {
            entry["arguments"] = new JsonObject(tool.Arguments.Select(static argument => KeyValuePair.Create(argument.Key, (JsonNode?)Argument(argument.Value))));
        }

        entry["pin"] = tool.Definition.Pin;
        return entry;
    }

    private static JsonObject Argument(ArgumentEntry argument)
    {
        JsonObject entry = [];
        if (argument.Kind != ArgumentKind.None)
        {
            entry["kind"] = Word(argument.Kind);
        }

        if (argument.Role != ArgumentRole.None)
        {
            entry["role"] = Word(argument.Role);
        }

        if (argument.IsSensitive)
        {
            entry["sensitive"] = true;
        }

        return entry;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
