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
            Append(builder, tokens[i]);
        }

        return Shown(builder);
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

    private static void Append(StringBuilder builder, string token)
    {
        builder.Append('/');
        foreach (Rune rune in Escape(token.Length > MaxShown ? token[..MaxShown] : token).EnumerateRunes())
        {
            // A name with line ends or invisible characters would forge lines of a log.
            bool isVisible = Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
            builder.Append((isVisible ? rune : Rune.ReplacementChar).ToString());
        }
    }

    private static string Shown(StringBuilder builder) =>
        builder.Length <= MaxShown ? builder.ToString() : builder.ToString(0, MaxShown) + "…";

    private static string Name(ref Utf8JsonReader reader) =>
        // The name itself may be the fault.
        reader.ValueIsEscaped && JsonText.HasLoneSurrogate(reader.ValueSpan) ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.GetString()!;
}
