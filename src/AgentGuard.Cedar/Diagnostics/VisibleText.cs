using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Diagnostics;

/// <summary>Makes text fit for one line of a terminal: what would break the line, move the cursor or turn the direction of writing is escaped.</summary>
internal static class VisibleText
{
    internal static string Of(ReadOnlySpan<char> text)
    {
        StringBuilder builder = new(text.Length);
        Append(builder, text);
        return builder.ToString();
    }

    /// <summary>Appends the text.</summary>
    /// <returns>The number of columns that it takes, one a character.</returns>
    internal static int Append(StringBuilder builder, ReadOnlySpan<char> text)
    {
        int columns = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            string shown = rune.Value == '\t' ? " " : IsVisible(rune) ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            builder.Append(shown);
            columns += rune.Utf16SequenceLength == shown.Length ? 1 : shown.Length;
        }

        return columns;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
