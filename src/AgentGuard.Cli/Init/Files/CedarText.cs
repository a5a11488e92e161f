using System.Globalization;
using System.Text;

namespace AgentGuard.Cli.Init;

/// <summary>Names as they stand in a file of policies, where somebody has to be able to read them.</summary>
internal static class CedarText
{
    /// <summary>An entity, <c>Action::"files.read"</c>.</summary>
    public static string Entity(string type, string id) => $"{type}::{Literal(id)}";

    /// <summary>A string literal. Whatever could end it, hide in it or turn the direction of the line is escaped.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value is '"' or '\\' ? literal.Append('\\').Append((char)rune.Value)
                : IsPlain(rune) ? literal.Append(rune.ToString())
                : literal.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return literal.Append('"').ToString();
    }

    /// <summary>Combining marks pile up on what stands before them, and letters from right to left turn what stands around them.</summary>
    private static bool IsPlain(Rune rune) =>
        rune.Value is >= ' ' and < 0x7F
        || (!HiddenText.IsHidden(rune)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.SpaceSeparator)
            && rune.Value is not ((>= 0x590 and <= 0x8FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF)));
}
