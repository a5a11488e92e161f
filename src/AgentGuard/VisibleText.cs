using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>Text that reads as it is: an id or an advice that hides characters deceives who reads the log.</summary>
internal static class VisibleText
{
    private const char Hidden = '·';

    /// <summary>The text with a dot for each character that would draw lines or colours, or turn the direction, on an operator's screen.</summary>
    public static string Of(string text) => Is(text) ? text : string.Concat(text.EnumerateRunes().Select(static rune => IsVisible(rune) ? rune.ToString() : $"{Hidden}"));

    /// <summary>Whether no control character, line end or invisible formatting (such as a change of direction) is in a text.</summary>
    public static bool Is(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!IsVisible(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
