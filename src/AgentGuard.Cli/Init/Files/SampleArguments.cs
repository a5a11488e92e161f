using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentGuard.Cli.Init;

/// <summary>Makes arguments that fit a tool's schema, where that is easy: the first test must be refused by policies, and not for its arguments.</summary>
internal static class SampleArguments
{
    private const string Account = "DE89370400440532013000";

    /// <summary>Arguments with what must be there; null where that is not easily told.</summary>
    public static JsonObject? For(StarterTool tool)
    {
        if (tool.Definition.InputSchema is not { ValueKind: JsonValueKind.Object } schema)
        {
            return [];
        }

        JsonObject sample = [];
        HashSet<string> required = schema.TryGetProperty("required", out JsonElement names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String).Select(static name => name.GetString()!)]
            : [];
        foreach (SchemaProperty property in SchemaProperty.Of(schema).Where(property => property.IsRequired && property.Pointer.LastIndexOf('/') == 0))
        {
            string name = property.Pointer[1..];
            if (!required.Remove(name) || Value(property, tool.Arguments.GetValueOrDefault(property.Pointer)) is not { } value)
            {
                return null;
            }

            sample[name] = value;
        }

        return required.Count == 0 ? sample : null;
    }

    private static JsonNode? Value(SchemaProperty property, ArgumentEntry? entry)
    {
        string? type = property.Schema.ValueKind == JsonValueKind.Object && property.Schema.TryGetProperty("type", out JsonElement declared) && declared.ValueKind == JsonValueKind.String
            ? declared.GetString()
            : null;
        if (property.IsList || property.IsChoice)
        {
            return null;
        }

        return type switch
        {
            "string" => entry?.Kind switch
            {
                ArgumentKind.Path => "notes.txt",
                ArgumentKind.Url => "https://example.com/",
                ArgumentKind.Email => "ann@example.com",
                ArgumentKind.Account => Account,
                _ => "something",
            },
            "integer" or "number" => 1,
            "boolean" => false,
            _ => null,
        };
    }
}
