using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>
/// A text as values are compared in it: letters and digits alone, in lower case, compatibility forms unfolded, with the places marked where a word starts or ends.
/// So <c>DE89 3704 0044</c> is found for <c>DE8937040044</c>, and <c>250</c> is not found in <c>2500</c>. Its memory is given back when it is disposed.
/// </summary>
internal readonly ref struct FoldedText : IDisposable
{
    // As many as Unicode's stream-safe format allows (UAX #15): sorting n marks takes n² steps, and none of them is a letter.
    private const int MaxMarks = 30;

    private readonly char[] _letters;
    private readonly bool[] _boundaries;
    private readonly int _length;

    private FoldedText(string text)
    {
        _letters = ArrayPool<char>.Shared.Rent(text.Length);
        _boundaries = ArrayPool<bool>.Shared.Rent(text.Length + 1);
        _boundaries.AsSpan(0, text.Length + 1).Clear();
        bool inWord = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isLetter = Rune.IsLetterOrDigit(rune);
            _boundaries[_length] |= isLetter != inWord;
            inWord = isLetter;
            if (isLetter)
            {
                _length += Rune.ToLowerInvariant(rune).EncodeToUtf16(_letters.AsSpan(_length));
            }
        }

        _boundaries[_length] = true;
    }

    public ReadOnlySpan<char> Letters => _letters.AsSpan(0, _length);

    /// <summary>Whether a word starts or ends before the letter; one more than there are letters.</summary>
    public ReadOnlySpan<bool> Boundaries => _boundaries.AsSpan(0, _length + 1);

    public static FoldedText Of(string text) => OfPlain(Plain(text));

    /// <summary>A text that is plain already.</summary>
    public static FoldedText OfPlain(string text) => new(text);

    /// <summary>A text with compatibility forms unfolded, and the digits of every script as ASCII has them.</summary>
    public static string Plain(string text) => Ascii.IsValid(text) ? text : Normalize(text);

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_letters);
        ArrayPool<bool>.Shared.Return(_boundaries);
    }

    private static string Normalize(string text)
    {
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

    private static bool IsForeignDigit(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    private static string Digit(Rune rune) => ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture);

    /// <summary>What normalization sorts; the halfwidth sound marks turn into such.</summary>
    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || rune.Value is 0xFF9E or 0xFF9F;
}
