using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Values;

/// <summary>Cedar strings are Unicode scalar values; .NET strings may not be.</summary>
internal static class UnicodeText
{
    /// <summary>Whether a text has no lone surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text) => IndexOfLoneSurrogate(text) < 0;

    /// <summary>The offset of the first surrogate without its other half, or -1.</summary>
    public static int IndexOfLoneSurrogate(ReadOnlySpan<char> text)
    {
        int position = 0;
        while (text[position..].IndexOfAnyInRange('\uD800', '\uDFFF') is int next and >= 0)
        {
            position += next;
            if (Rune.DecodeFromUtf16(text[position..], out _, out int length) != System.Buffers.OperationStatus.Done)
            {
                return position;
            }

            position += length;
        }

        return -1;
    }

    /// <summary>Refuses a lone surrogate.</summary>
    /// <exception cref="ArgumentException">The text holds one; the message begins with <paramref name="what"/>.</exception>
    public static void ThrowIfMalformed(string text, string what)
    {
        if (!IsWellFormed(text))
        {
            throw new ArgumentException($"{what} holds a lone surrogate", nameof(text));
        }
    }

    /// <summary>Orders two texts by their code points, which is also the order of their UTF-8 bytes; UTF-16 code units order differently from U+E000 on.</summary>
    public static int Compare(string left, string right)
    {
        int common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length - right.Length;
        }

        char l = left[common];
        char r = right[common];
        bool mixed = char.IsSurrogate(l) != char.IsSurrogate(r);
        return mixed ? (char.IsSurrogate(l) ? 1 : -1) : l - r;
    }

    /// <summary>A user's text in backticks, for a message; cut when it is long.</summary>
    public static string Quote(ReadOnlySpan<char> text) => $"`{Shorten(text)}`";

    /// <summary>A user's text, cut when it is long.</summary>
    public static string Shorten(ReadOnlySpan<char> text)
    {
        const int longest = 80;
        if (text.Length <= longest)
        {
            return text.ToString();
        }

        int end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return $"{text[..end]}…";
    }

    /// <summary>The text as it stands between the quotes of a Cedar string literal.</summary>
    public static string Escape(string text)
    {
        StringBuilder builder = new(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => builder.Append("\\\""),
                '\\' => builder.Append("\\\\"),
                '\n' => builder.Append("\\n"),
                '\r' => builder.Append("\\r"),
                '\t' => builder.Append("\\t"),
                '\0' => builder.Append("\\0"),
                _ when char.IsControl(c) => builder.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}"),
                _ => builder.Append(c),
            };
        }

        return builder.ToString();
    }
}
