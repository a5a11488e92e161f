using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>A text with compatibility forms unfolded, and the digits of every script as ASCII has them.</summary>
internal static class PlainText
{
    // As many as Unicode's stream-safe format allows (UAX #15): sorting n marks takes n² steps, and none of them is a letter.
    private const int MaxMarks = 30;

    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        StringBuilder scalars = new(text.Length);
        int marks = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks <= MaxMarks)
            {
                // A lone surrogate comes out as U+FFFD, and normalization does not throw.
                scalars.Append(rune.ToString());
            }
        }

        string normal = scalars.ToString().Normalize(NormalizationForm.FormKC);
        return normal.EnumerateRunes().Any(IsForeignDigit) ? string.Concat(normal.EnumerateRunes().Select(static rune => IsForeignDigit(rune) ? Digit(rune) : rune.ToString())) : normal;
    }

    /// <summary>The same as it is seen: without characters that draw nothing, or only on others.</summary>
    public static string Seen(string text)
    {
        string plain = Of(text);
        return Ascii.IsValid(plain) || !plain.EnumerateRunes().Any(IsUnseen) ? plain : string.Concat(plain.EnumerateRunes().Where(static rune => !IsUnseen(rune)).Select(static rune => rune.ToString()));
    }

    private static bool IsUnseen(Rune rune) => !rune.IsAscii && (IsMark(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0x115F or 0x1160);

    private static bool IsForeignDigit(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    private static string Digit(Rune rune) => ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture);

    /// <summary>What normalization sorts; the halfwidth sound marks turn into such.</summary>
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || rune.Value is 0xFF9E or 0xFF9F;
}
