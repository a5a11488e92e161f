using System.Globalization;
using System.Text;

namespace AgentGuard.Mcp;

/// <summary>Text of a client or a server as a person is shown it: visible and short.</summary>
internal static class PlainText
{
    /// <summary>Whether it is no control character, line end or invisible formatting, such as a change of direction.</summary>
    public static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>The text with a dot for each character that cannot be seen, cut where it is longer than that.</summary>
    public static string Of(string text, int maxLength = 1024)
    {
        StringBuilder shown = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length + rune.Utf16SequenceLength > maxLength)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(IsVisible(rune) ? rune.ToString() : "·");
        }

        return shown.ToString();
    }
}
