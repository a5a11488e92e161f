using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace AgentGuard;

/// <summary>Arguments as people and logs may see them: what is sensitive reads <c>[redacted]</c>, whatever it was.</summary>
internal static class ArgumentMask
{
    /// <summary>Masks what the pointers lead to. One that cannot be read masks everything.</summary>
    public static JsonElement Apply(JsonElement arguments, IReadOnlyList<string> pointers)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            Write(writer, arguments, [.. pointers.Select(Tokens)]);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static ReadOnlyMemory<string> Tokens(string pointer)
    {
        try
        {
            return JsonPointerPattern.Parse(pointer).Tokens.AsMemory();
        }
        catch (FormatException)
        {
            return ReadOnlyMemory<string>.Empty;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, ReadOnlyMemory<string>[] pointers)
    {
        if (pointers.Any(pointer => pointer.IsEmpty))
        {
            writer.WriteStringValue(RedactionPointers.Redacted);
        }
        else if (pointers.Length > 0 && value.ValueKind == JsonValueKind.Object)
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in value.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                Write(writer, member.Value, Below(pointers, member.Name));
            }

            writer.WriteEndObject();
        }
        else if (pointers.Length > 0 && value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach ((int index, JsonElement element) in value.EnumerateArray().Index())
            {
                Write(writer, element, Below(pointers, index.ToString(CultureInfo.InvariantCulture)));
            }

            writer.WriteEndArray();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static ReadOnlyMemory<string>[] Below(ReadOnlyMemory<string>[] pointers, string token) =>
    [
        .. pointers
            .Where(pointer => pointer.Span[0] == token || pointer.Span[0] == JsonPointerPattern.Any)
            .Select(pointer => pointer[1..]),
    ];
}
