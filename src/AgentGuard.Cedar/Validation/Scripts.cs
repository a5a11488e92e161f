using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Validation;

/// <summary>
/// The scripts of letters, by the blocks that hold those in wide use; the base class library has no table of scripts. Letters of
/// other blocks count for no script, those of East Asia for one, and letters of one script that look alike are not told apart.
/// </summary>
internal static class Scripts
{
    private static readonly (int First, int Last, int Script)[] s_blocks =
    [
        (0x0041, 0x024F, 1), // Latin
        (0x0370, 0x03FF, 2), // Greek
        (0x0400, 0x052F, 3), // Cyrillic
        (0x0530, 0x058F, 4), // Armenian
        (0x0590, 0x05FF, 5), // Hebrew
        (0x0600, 0x06FF, 6), // Arabic
        (0x0750, 0x077F, 6), // Arabic
        (0x0900, 0x097F, 7), // Devanagari
        (0x0980, 0x09FF, 8), // Bengali
        (0x0B80, 0x0BFF, 9), // Tamil
        (0x0E00, 0x0E7F, 10), // Thai
        (0x10A0, 0x10FF, 11), // Georgian
        (0x1100, 0x11FF, 12), // Hangul
        (0x13A0, 0x13FF, 13), // Cherokee
        (0x1E00, 0x1EFF, 1), // Latin
        (0x1F00, 0x1FFF, 2), // Greek
        (0x2C60, 0x2C7F, 1), // Latin
        (0x2DE0, 0x2DFF, 3), // Cyrillic
        (0x3040, 0x30FF, 12), // Hiragana and Katakana
        (0x3400, 0x9FFF, 12), // Han
        (0xA640, 0xA69F, 3), // Cyrillic
        (0xA720, 0xA7FF, 1), // Latin
        (0xAC00, 0xD7AF, 12), // Hangul
        (0xFF21, 0xFF5A, 1), // Latin, full width
        (0x20000, 0x3134F, 12), // Han
    ];

    /// <summary>Whether all letters are of one script, as far as is told.</summary>
    public static bool IsOfOne(string text)
    {
        int script = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int next = Rune.IsLetter(rune) ? Of(rune.Value) : 0;
            if (next != 0 && script != 0 && next != script)
            {
                return false;
            }

            script = next == 0 ? script : next;
        }

        return true;
    }

    /// <summary>Whether a character may stand in a name: what can be seen of ASCII, and letters, marks and digits of every script.</summary>
    public static bool MayStandInName(Rune rune) =>
        rune.IsAscii
            ? rune.Value is >= ' ' and <= '~'
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    private static int Of(int character)
    {
        foreach ((int first, int last, int script) in s_blocks)
        {
            if (character >= first && character <= last)
            {
                return script;
            }
        }

        return 0;
    }
}
