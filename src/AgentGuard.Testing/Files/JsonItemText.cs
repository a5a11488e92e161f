using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Testing;

/// <summary>Writes what was read as JSON again. A number stays as it was written: 2^63 and 1.50 are what a test may be about.</summary>
internal static class JsonItemText
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(JsonItem item, SourceText source)
    {
        StringBuilder text = new();
        Append(text, item, source);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonItem item, SourceText source)
    {
        switch (item.Kind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach ((int index, JsonMember member) in item.Members.Index())
                {
                    text.Append(index == 0 ? "" : ",").Append(Quote(member.Name)).Append(':');
                    Append(text, member.Value, source);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                foreach ((int index, JsonItem element) in item.Items.Index())
                {
                    text.Append(index == 0 ? "" : ",");
                    Append(text, element, source);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                text.Append(Quote(item.Text));
                break;
            case JsonValueKind.Number:
                text.Append(source.Text, item.Span.Start, item.Span.Length);
                break;
            default:
                text.Append(item.Kind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => "null" });
                break;
        }
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text, s_readable);
}
