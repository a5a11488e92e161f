using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public sealed class KernelJsonSchema
{
    private static readonly JsonSerializerOptions Defaults = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    };

    internal KernelJsonSchema(JsonElement rootElement) => RootElement = rootElement;

    public JsonElement RootElement { get; }

    public static KernelJsonSchema Parse(string jsonSchema) => new(JsonElement.Parse(jsonSchema));

    public override string ToString() => RootElement.GetRawText();

    internal static KernelJsonSchema? Infer(Type? type, object? defaultValue, string description, JsonSerializerOptions? options)
    {
        if (type is null || type == typeof(void) || type.IsByRef || type.IsPointer)
        {
            return null;
        }

        string shownDefault = Convert.ToString(defaultValue, CultureInfo.InvariantCulture) ?? string.Empty;
        if (!string.IsNullOrWhiteSpace(shownDefault))
        {
            description += $"{(string.IsNullOrWhiteSpace(description) ? "" : " ")}(default value: {shownDefault})";
        }

        JsonElement schema = AIJsonUtilities.CreateJsonSchema(
            type, description.Length > 0 ? description : null, serializerOptions: options ?? Defaults, inferenceOptions: new AIJsonSchemaCreateOptions());
        return schema.ValueKind switch
        {
            JsonValueKind.True => Parse("{}"),
            JsonValueKind.False => Parse("""{"not":true}"""),
            _ => new KernelJsonSchema(schema),
        };
    }
}
