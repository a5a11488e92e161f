using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace AgentGuard;

/// <summary>The JSON that a guard reads: what any two parsers read alike (I-JSON, RFC 7493), and bounded.</summary>
internal static class JsonText
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 64;

    /// <summary>Refuses a name that stands twice in one object, which parsers read differently.</summary>
    public static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    // One more than is allowed, so that depth can be told from other faults.
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = MaxDepth + 1 };

    /// <summary>What is looked at.</summary>
    public enum Rules
    {
        /// <summary>Syntax, depth, encoding and surrogates.</summary>
        Text,

        /// <summary>Numbers, too: those whose value canonical JSON keeps.</summary>
        TextAndNumbers,
    }

    /// <summary>The document that a JSON string holds, whatever names stand twice in it; null where it holds none.</summary>
    public static JsonElement? FindDocument(JsonElement text)
    {
        try
        {
            return JsonElement.Parse(text.GetString()!, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Finds what is wrong with a text, but for names that stand twice.</summary>
    /// <returns>The first fault; null if there is none.</returns>
    public static JsonFault? FindFault(ReadOnlySpan<byte> utf8, Rules rules)
    {
        if (!Utf8.IsValid(utf8))
        {
            return new JsonFault(0, "the text is not UTF-8", IsSyntax: true);
        }

        Utf8JsonReader reader = new(utf8, s_options);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= MaxDepth)
                {
                    return new JsonFault((int)reader.TokenStartIndex, $"nested deeper than {MaxDepth} levels", IsSyntax: true);
                }

                bool isText = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
                if (isText && reader.ValueIsEscaped && HasLoneSurrogate(reader.ValueSpan))
                {
                    return new JsonFault((int)reader.TokenStartIndex, "a text holds a lone surrogate");
                }

                if (rules == Rules.TextAndNumbers && reader.TokenType == JsonTokenType.Number && !JsonNumber.IsExact(reader.ValueSpan))
                {
                    return new JsonFault((int)reader.TokenStartIndex, "canonical JSON (RFC 8785) would change this number");
                }
            }
        }
        catch (JsonException)
        {
            return new JsonFault((int)reader.BytesConsumed, "this is not JSON", IsSyntax: true);
        }

        return null;
    }

    /// <summary>Finds a name that stands twice in one object, escaped alike or not.</summary>
    /// <param name="utf8">A text without other faults.</param>
    /// <returns>The first; null if there is none.</returns>
    public static JsonFault? FindDuplicateName(ReadOnlySpan<byte> utf8)
    {
        Stack<HashSet<string>> objects = [];
        Utf8JsonReader reader = new(utf8, s_options);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    objects.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    objects.Pop();
                    break;
                case JsonTokenType.PropertyName when !objects.Peek().Add(reader.GetString()!):
                    return new JsonFault((int)reader.TokenStartIndex, "this name stands twice in one object");
            }
        }

        return null;
    }

    /// <summary>Whether the text between two quotes has an escaped surrogate without its other half.</summary>
    public static bool HasLoneSurrogate(ReadOnlySpan<byte> escaped)
    {
        bool isHighBefore = false;
        for (int i = 0; i < escaped.Length; i++)
        {
            int unit = 0;
            if (escaped[i] == '\\')
            {
                i++;
                if (escaped[i] == 'u')
                {
                    unit = ushort.Parse(escaped.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 4;
                }
            }

            bool isLow = unit is >= 0xDC00 and <= 0xDFFF;
            if (isLow != isHighBefore)
            {
                return true;
            }

            isHighBefore = unit is >= 0xD800 and <= 0xDBFF;
        }

        return isHighBefore;
    }
}
