using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>
/// A text that holds JSON, or a part of some, is read by a model without its escapes: <c>\u0047B33</c> is GB33 to it, and <c>\nGB33</c> too.
/// </summary>
internal static class EscapedText
{
    private const int HexDigits = 4;

    /// <summary>Takes the escapes that stand for letters or blanks out of a text, however many backslashes lead to one: JSON in JSON doubles them.</summary>
    /// <returns>The text itself if it has none.</returns>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        StringBuilder unescaped = new(text.Length);
        int copied = 0;
        for (int at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0;)
        {
            int escape = at + text.AsSpan(at).IndexOfAnyExcept('\\');
            if (escape < at)
            {
                break;
            }

            (char Value, int Length)? read = Read(text.AsSpan(escape));
            if (read is { } one)
            {
                unescaped.Append(text, copied, at - copied).Append(one.Value);
                copied = escape + one.Length;
            }

            at = text.IndexOf('\\', read is null ? escape : copied);
        }

        return copied == 0 ? text : unescaped.Append(text, copied, text.Length - copied).ToString();
    }

    private static (char Value, int Length)? Read(ReadOnlySpan<char> escape) => escape[0] switch
    {
        'b' or 'f' or 'n' or 'r' or 't' => (' ', 1),
        'u' when escape.Length > HexDigits
            && ushort.TryParse(escape.Slice(1, HexDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit) =>
            ((char)unit, 1 + HexDigits),
        _ => null,
    };
}
