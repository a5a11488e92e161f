using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

internal sealed partial class ToolSchemaCompiler
{
    private void FillKeyword(ToolSchema schema, string keyword, JsonElement value, JsonElement siblings)
    {
        switch (keyword)
        {
            case "type":
                schema.Types = ReadTypes(value);
                break;
            case "properties":
                schema.Properties = ReadProperties(Expect(value, JsonValueKind.Object, keyword));
                break;
            case "required":
                schema.Required = [.. Expect(value, JsonValueKind.Array, keyword).EnumerateArray().Select(name => ReadText(name, keyword))];
                break;
            case "additionalProperties":
                schema.AdditionalProperties = Read(value);
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
            case "prefixItems":
                schema.PrefixItems = ReadSchemas(value, keyword);
                break;
            case "items":
                schema.Items = Read(value);
                break;
            case "additionalItems" when siblings.TryGetProperty("items", out JsonElement items) && items.ValueKind == JsonValueKind.Array:
                schema.Items = Read(value);
                break;
            case "enum":
                schema.Enum = [.. Expect(value, JsonValueKind.Array, keyword).EnumerateArray()];
                break;
            case "const":
                schema.Const = value;
                break;
            case "default":
                schema.Default = value;
                break;
            case "anyOf":
                schema.AnyOf = ReadSchemas(value, keyword);
                break;
            case "oneOf":
                schema.OneOf = ReadSchemas(value, keyword);
                break;
            case "allOf":
                schema.AllOf.AddRange(ReadSchemas(value, keyword));
                break;
            case "$ref":
                schema.AllOf.Add(Reference(ReadText(value, keyword)));
                break;
            case "$dynamicRef" or "$recursiveRef":
                throw new FormatException($"`{keyword}` is not understood");
            default:
                FillBound(schema, keyword, value, siblings);
                break;
        }
    }

    private static void FillBound(ToolSchema schema, string keyword, JsonElement value, JsonElement siblings)
    {
        switch (keyword)
        {
            case "minimum":
                // Draft 04 has `exclusiveMinimum: true` beside it.
                schema.Number = (schema.Number ?? NumberBounds.None).Above(ReadNumber(value, keyword), IsTrue(siblings, "exclusiveMinimum"));
                break;
            case "maximum":
                schema.Number = (schema.Number ?? NumberBounds.None).Below(ReadNumber(value, keyword), IsTrue(siblings, "exclusiveMaximum"));
                break;
            case "exclusiveMinimum" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                schema.Number = (schema.Number ?? NumberBounds.None).Above(ReadNumber(value, keyword), isExclusive: true);
                break;
            case "exclusiveMaximum" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                schema.Number = (schema.Number ?? NumberBounds.None).Below(ReadNumber(value, keyword), isExclusive: true);
                break;
            case "minLength":
                schema.Length = schema.Length with { Min = ReadCount(value, keyword) };
                break;
            case "maxLength":
                schema.Length = schema.Length with { Max = ReadCount(value, keyword) };
                break;
            case "minItems":
                schema.Count = schema.Count with { Min = ReadCount(value, keyword) };
                break;
            case "maxItems":
                schema.Count = schema.Count with { Max = ReadCount(value, keyword) };
                break;
        }
    }

    private PropertyTable ReadProperties(JsonElement value)
    {
        List<string> names = [];
        List<ToolSchema> schemas = [];
        foreach (JsonProperty property in value.EnumerateObject())
        {
            names.Add(property.Name);
            schemas.Add(Read(property.Value));
        }

        return new PropertyTable(names, schemas);
    }

    private ToolSchema[] ReadSchemas(JsonElement value, string keyword) =>
        [.. Expect(value, JsonValueKind.Array, keyword).EnumerateArray().Select(Read)];

    private static JsonTypes ReadTypes(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Aggregate(JsonTypes.None, (types, type) => types | ReadType(type))
            : ReadType(value);

    private static JsonTypes ReadType(JsonElement value) => ReadText(value, "type") switch
    {
        "null" => JsonTypes.Null,
        "boolean" => JsonTypes.Boolean,
        "integer" => JsonTypes.Integer,
        "number" => JsonTypes.Number,
        "string" => JsonTypes.String,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        string type => throw new FormatException($"there is no type {Quote(type)}"),
    };

    private static string ReadText(JsonElement value, string keyword) => Expect(value, JsonValueKind.String, keyword).GetString()!;

    private static decimal ReadNumber(JsonElement value, string keyword) =>
        NumberBounds.Read(JsonMarshal.GetRawUtf8Value(Expect(value, JsonValueKind.Number, keyword)));

    private static long ReadCount(JsonElement value, string keyword)
    {
        decimal count = ReadNumber(value, keyword);
        return count >= 0 && count == decimal.Truncate(count)
            ? (long)decimal.Min(count, long.MaxValue)
            : throw new FormatException($"`{keyword}` is not a count");
    }

    private static JsonElement Expect(JsonElement value, JsonValueKind kind, string keyword) =>
        value.ValueKind == kind ? value : throw new FormatException($"the value of `{keyword}` is of another type");

    private static bool IsTrue(JsonElement value, string name) =>
        value.TryGetProperty(name, out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
}
