using System.Globalization;
using System.Text;

namespace AgentGuard.Mcp;

/// <summary>Text of a server or client as it may stand in a log or a name: on one line, with nothing that draws or turns.</summary>
internal static class PlainText
{
    /// <summary>The text with a dot for each character that cannot be seen, cut where it is longer than a log line should be.</summary>
    public static string Of(string text, int longest = 1024)
    {
        StringBuilder plain = new(Math.Min(text.Length, longest));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (plain.Length >= longest)
            {
                plain.Append('…');
                break;
            }

            _ = IsVisible(rune) ? plain.Append(rune.ToString()) : plain.Append('·');
        }

        return plain.ToString();
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
