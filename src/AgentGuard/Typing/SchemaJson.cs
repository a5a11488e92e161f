using System.Text.Json.Nodes;

namespace AgentGuard;

/// <summary>Reads and writes parts of a schema in Cedar's JSON form.</summary>
internal static class SchemaJson
{
    // An alias of an alias is read on; a longer chain than this is nobody's.
    private const int MaxAliases = 8;

    /// <summary>What stands in no namespace.</summary>
    public static JsonObject Global(JsonObject namespaces) => Child(namespaces, "");

    public static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found)
        {
            return found;
        }

        JsonObject made = [];
        parent[name] = made;
        return made;
    }

    public static JsonObject? CommonType(JsonObject namespaces, string name) => namespaces[""]?["commonTypes"]?[name] as JsonObject;

    public static JsonObject? EntityType(JsonObject namespaces, string name) => namespaces[""]?["entityTypes"]?[name] as JsonObject;

    /// <summary>The attributes of a common type that is a record, by itself or under another name; null for every other.</summary>
    public static JsonObject? AttributesOf(JsonObject namespaces, string name)
    {
        for (int i = 0; i < MaxAliases && CommonType(namespaces, name) is { } type; i++)
        {
            if ((string?)type["type"] == "Record")
            {
                return Child(type, "attributes");
            }

            name = (string?)type["name"] ?? (string?)type["type"] ?? "";
        }

        return null;
    }

    public static JsonObject Named(string name) => new() { ["type"] = "EntityOrCommon", ["name"] = name };

    public static JsonObject SetOf(JsonObject element) => new() { ["type"] = "Set", ["element"] = element };

    public static JsonObject Record(JsonObject attributes) => new() { ["type"] = "Record", ["attributes"] = attributes };

    public static JsonObject Optional(JsonObject type)
    {
        type["required"] = false;
        return type;
    }

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
