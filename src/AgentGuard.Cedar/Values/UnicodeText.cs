using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Values;

/// <summary>Cedar strings are Unicode scalar values; .NET strings may not be.</summary>
internal static class UnicodeText
{
    /// <summary>Whether a text has no lone surrogate.</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int consumed) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            text = text[consumed..];
        }

        return true;
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
