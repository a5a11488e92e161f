using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>
/// The normal form of <see cref="ArgumentKind.Path"/>. What could lead elsewhere on some system or after some decoding has none:
/// the guard does not know which tool reads the path, on which system.
/// </summary>
internal static class PathForm
{
    // Dots that compatibility folding, or a Windows code page, turns into one or more full stops.
    private const string DotLookAlikes = ".\u2024\u2025\u2026\u22EF\uFE19\uFE52\uFF0E\u3002\uFF61";

    // The same for separators, the percent sign, the colon and the tilde. The yen and won signs are backslashes in old code pages.
    private const string LookAlikes = "\u2044\u2215\u2216\u29F5\u29F8\u29F9\uFE68\uFF0F\uFF3C\u00A5\u20A9\uFFE5\uFFE6\uFE6A\uFF05\uFE55\uFE13\uFF1A\u2236\uA789\uFF5E";

    /// <summary>The normal form; null if there is none.</summary>
    public static string? Of(string text)
    {
        if (text.Length == 0 || text[0] == '~' || !HasOnlyPlainCharacters(text) || PercentEscape.HidesPathCharacter(text))
        {
            return null;
        }

        StringBuilder normal = new(text.Length);
        ReadOnlySpan<char> rest = text.Replace('\\', '/');
        if (rest[0] == '/')
        {
            normal.Append('/');
        }

        bool isFirst = true;
        foreach (Range range in rest.Split('/'))
        {
            ReadOnlySpan<char> segment = rest[range];
            if (segment.IsEmpty || segment is ".")
            {
                continue;
            }

            if (isFirst && rest[0] != '/' && IsDrive(segment))
            {
                // `C:name` without a separator is relative to a directory that nobody here knows.
                normal.Append(char.ToUpperInvariant(segment[0])).Append(":/");
            }
            else if (IsPlainSegment(segment) && !(isFirst && segment[0] == '~'))
            {
                normal.Append(normal.Length > 0 && normal[^1] != '/' ? "/" : "").Append(segment);
            }
            else
            {
                return null;
            }

            isFirst = false;
        }

        return normal.Length == 0 ? "." : normal.Equals(text) ? text : normal.ToString();
    }

    private static bool HasOnlyPlainCharacters(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isInvisible = !rune.IsAscii && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned;
            if (isInvisible || rune.Value < ' ' || rune.Value == 0x7F || (rune.IsBmp && LookAlikes.Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDrive(ReadOnlySpan<char> segment) => segment.Length == 2 && char.IsAsciiLetter(segment[0]) && segment[1] == ':';

    private static bool IsPlainSegment(ReadOnlySpan<char> segment)
    {
        // Windows drops dots and spaces at the end; some tools trim spaces at the start.
        if (char.IsWhiteSpace(segment[0]) || char.IsWhiteSpace(segment[^1]) || segment[^1] == '.' || segment.Contains(':'))
        {
            return false;
        }

        bool hasOnlyDots = true;
        for (int i = 0; i < segment.Length; i++)
        {
            hasOnlyDots = hasOnlyDots && (DotLookAlikes.Contains(segment[i], StringComparison.Ordinal) || char.IsWhiteSpace(segment[i]));
            if (segment[i] == '~' && i + 1 < segment.Length && char.IsAsciiDigit(segment[i + 1]))
            {
                return false; // `PROGRA~1` is another name of another file
            }
        }

        return !hasOnlyDots;
    }
}
