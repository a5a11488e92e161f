using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>Text that reads as it is: an id or an advice that hides characters deceives who reads the log.</summary>
internal static class VisibleText
{
    /// <summary>Whether no control character, line end or invisible formatting (such as a change of direction) is in a text.</summary>
    public static bool Is(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                return false;
            }
        }

        return true;
    }
}
