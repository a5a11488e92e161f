using System.Text.Json;

namespace AgentGuard.Cli.Init;

/// <summary>An argument of a tool, or a part of one, as its JSON Schema declares it.</summary>
/// <param name="Pointer">Where it stands, as the catalog writes it: JSON Pointer (RFC 6901) in which <c>*</c> is any element.</param>
/// <param name="Words">The words of its name.</param>
/// <param name="Schema">What the schema says of it; of a list, what it says of the elements.</param>
/// <param name="IsRequired">Whether it must be there, if what it is in is.</param>
/// <param name="IsList">Whether it is a list.</param>
internal sealed record SchemaProperty(string Pointer, IReadOnlyList<string> Words, JsonElement Schema, bool IsRequired, bool IsList = false)
{
    // Schemas are the server's to write, and these are looked at for hints alone.
    private const int MaxProperties = 200;
    private const int MaxDepth = 3;

    /// <summary>Whether it is a text, or a list of them.</summary>
    public bool IsText => HasType(Schema, "string");

    /// <summary>Whether it is one value, or a list of them: no object.</summary>
    public bool IsLeaf => Schema.ValueKind != JsonValueKind.Object || !Schema.TryGetProperty("properties", out _);

    /// <summary>Whether it takes one of given values.</summary>
    public bool IsChoice => Schema.ValueKind == JsonValueKind.Object && (Schema.TryGetProperty("enum", out _) || Schema.TryGetProperty("const", out _));

    /// <summary>The properties of a schema, down to three levels, the first 200.</summary>
    public static IReadOnlyList<SchemaProperty> Of(JsonElement? schema)
    {
        List<SchemaProperty> found = [];
        if (schema is { } root)
        {
            Read(root, "", depth: 1, found);
        }

        return found;
    }

    private static void Read(JsonElement schema, string parent, int depth, List<SchemaProperty> found)
    {
        HashSet<string> required = Required(schema);
        foreach (JsonProperty property in Properties(schema))
        {
            // A name that is a star would mean any name in the catalog.
            if (found.Count < MaxProperties && property.Name is not ("*" or ""))
            {
                string pointer = $"{parent}/{property.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                Add(new SchemaProperty(pointer, Init.Words.Of(property.Name), property.Value, required.Contains(property.Name)), depth, found);
            }
        }
    }

    /// <summary>What is said of a list holds for each of its elements, so they are looked at in its place.</summary>
    private static void Add(SchemaProperty property, int depth, List<SchemaProperty> found)
    {
        bool isList = HasType(property.Schema, "array");
        JsonElement schema = isList && property.Schema.TryGetProperty("items", out JsonElement items) ? items : property.Schema;
        found.Add(property with { Schema = schema, IsList = isList });
        if (depth < MaxDepth)
        {
            Read(schema, isList ? property.Pointer + "/*" : property.Pointer, depth + 1, found);
        }
    }

    private static HashSet<string> Required(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("required", out JsonElement required) && required.ValueKind == JsonValueKind.Array
            ? [.. required.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String).Select(static name => name.GetString()!)]
            : [];

    private static JsonElement.ObjectEnumerator Properties(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out JsonElement members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject()
            : default;

    private static bool HasType(JsonElement schema, string type)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out JsonElement declared))
        {
            return false;
        }

        return declared.ValueKind == JsonValueKind.String
            ? declared.ValueEquals(type)
            : declared.ValueKind == JsonValueKind.Array && declared.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(type));
    }
}
