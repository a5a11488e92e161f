using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AgentGuard;

/// <summary>JSON Pointers (RFC 6901) as messages show them: cut where they are long, because names are the model's.</summary>
internal static class JsonPointer
{
    private const int MaxShown = 200;

    /// <summary>The pointer of tokens that were gathered from the inside out.</summary>
    public static string FromInnermost(List<string> tokens)
    {
        StringBuilder builder = new();
        for (int i = tokens.Count - 1; i >= 0 && builder.Length <= MaxShown; i--)
        {
            builder.Append('/').Append(Escape(tokens[i].Length > MaxShown ? tokens[i][..(MaxShown + 1)] : tokens[i]));
        }

        return Visible(builder.ToString());
    }

    /// <summary>The pointer to the value or name that starts at an offset of a text.</summary>
    public static string At(ReadOnlySpan<byte> utf8, int offset)
    {
        // For each open object its current name, for each open array its current index.
        List<string> path = [];
        List<int> indices = [];
        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
        while (reader.TokenStartIndex < offset && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                path.RemoveAt(path.Count - 1);
                indices.RemoveAt(indices.Count - 1);
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                path[^1] = Name(ref reader);
                continue;
            }

            if (indices.Count > 0 && indices[^1] >= -1)
            {
                path[^1] = (++indices[^1]).ToString(CultureInfo.InvariantCulture);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                path.Add("");
                indices.Add(reader.TokenType == JsonTokenType.StartArray ? -1 : int.MinValue);
            }
        }

        path.Reverse();
        return FromInnermost(path);
    }

    /// <summary>A token with <c>~</c> and <c>/</c> escaped.</summary>
    public static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>
    /// Another's text as a message shows it: cut where it is long, and with line ends and invisible characters replaced, which would forge lines of a log.
    /// </summary>
    public static string Visible(string text)
    {
        StringBuilder builder = new();
        foreach (Rune rune in text.Length > MaxShown ? text.AsSpan(0, MaxShown).EnumerateRunes() : text.AsSpan().EnumerateRunes())
        {
            bool isVisible = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            builder.Append((isVisible ? rune : Rune.ReplacementChar).ToString());
        }

        return text.Length > MaxShown ? builder.Append('…').ToString() : builder.ToString();
    }

    private static string Name(ref Utf8JsonReader reader) =>
        // The name itself may be the fault.
        reader.ValueIsEscaped && JsonText.HasLoneSurrogate(reader.ValueSpan) ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
}
