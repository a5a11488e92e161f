using System.Runtime.InteropServices;
using System.Text.Json;

namespace AgentGuard;

/// <summary>What one schema object says about a value, but for what it says about the value's parts and alternatives.</summary>
internal static class SchemaAssertions
{
    /// <summary>Finds what a value violates.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="text">The value's text, where it is one.</param>
    /// <returns>What is wrong, to follow the value's pointer; null for nothing.</returns>
    public static string? FindViolation(ToolSchema schema, JsonElement value, string? text)
    {
        if (schema.Types != JsonTypes.Any && !IsOfType(schema.Types, value))
        {
            return schema.Types == JsonTypes.None ? "is allowed no value" : "is not of the declared type";
        }

        if ((schema.Enum is { } allowed && !Array.Exists(allowed, one => JsonElement.DeepEquals(one, value)))
            || (schema.Const is { } constant && !JsonElement.DeepEquals(constant, value)))
        {
            return "is none of the allowed values";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Number when schema.Number is { } bounds && !bounds.Allow(JsonMarshal.GetRawUtf8Value(value)) => "is out of bounds",
            JsonValueKind.String when schema.Length != CountBounds.None && !schema.Length.Allow(CodePoints(text!)) => "is too long or too short",
            JsonValueKind.Array when !schema.Count.Allow(value.GetArrayLength()) => "has too many or too few elements",
            _ => null,
        };
    }

    private static bool IsOfType(JsonTypes types, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => types.HasFlag(JsonTypes.Null),
        JsonValueKind.True or JsonValueKind.False => types.HasFlag(JsonTypes.Boolean),
        JsonValueKind.Number => types.HasFlag(JsonTypes.Number)
            || (types.HasFlag(JsonTypes.Integer) && JsonNumber.TryGetLong(JsonMarshal.GetRawUtf8Value(value), out _)),
        JsonValueKind.String => types.HasFlag(JsonTypes.String),
        JsonValueKind.Array => types.HasFlag(JsonTypes.Array),
        JsonValueKind.Object => types.HasFlag(JsonTypes.Object),
        _ => false,
    };

    private static int CodePoints(string text)
    {
        int count = text.Length;
        foreach (char c in text)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count;
    }
}
