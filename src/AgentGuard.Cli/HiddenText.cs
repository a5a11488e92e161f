using System.Globalization;
using System.Text;

namespace AgentGuard.Cli;

/// <summary>Characters that a reader does not see, or that move what is seen.</summary>
internal static class HiddenText
{
    /// <summary>Whether a character draws nothing, breaks the line or turns the direction of writing.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    /// <summary>A text of several lines, whole: a dot for each other character that is hidden. Messages quote files, and a terminal obeys what it is told.</summary>
    public static string ShownLines(string text) =>
        string.Concat(text.EnumerateRunes().Select(static rune => rune.Value is '\n' or '\t' || !IsHidden(rune) ? rune.ToString() : "·"));

    /// <summary>A text for one line of a message: a dot for each character that is hidden, and cut where it is long.</summary>
    public static string Shown(string text, int longest = 80)
    {
        StringBuilder shown = new();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (shown.Length >= longest)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(IsHidden(rune) ? "·" : rune.ToString());
        }

        return shown.ToString();
    }
}
