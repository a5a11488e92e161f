using System.Collections;
using System.Text;

namespace AgentGuard;

/// <summary>
/// A text as values are compared in it: letters and digits alone, in lower case, compatibility forms unfolded, with the places marked where a word starts or ends.
/// So <c>DE89 3704 0044</c> is found for <c>DE8937040044</c>, and <c>250</c> is not found in <c>2500</c>.
/// </summary>
internal sealed class FoldedText
{
    private readonly string _letters;
    private readonly BitArray _boundaries;

    private FoldedText(string letters, BitArray boundaries)
    {
        _letters = letters;
        _boundaries = boundaries;
    }

    /// <summary>How many letters and digits it has.</summary>
    public int Length => _letters.Length;

    public static FoldedText Of(string text)
    {
        StringBuilder scalars = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // A lone surrogate comes out as U+FFFD, and normalization does not throw.
            scalars.Append(rune.ToString());
        }

        StringBuilder letters = new(text.Length);
        List<int> boundaries = [];
        bool inWord = false;
        foreach (Rune rune in scalars.ToString().Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            bool isLetter = Rune.IsLetterOrDigit(rune);
            if (isLetter != inWord)
            {
                boundaries.Add(letters.Length);
                inWord = isLetter;
            }

            if (isLetter)
            {
                letters.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        BitArray marks = new(letters.Length + 1);
        foreach (int boundary in boundaries)
        {
            marks[boundary] = true;
        }

        marks[letters.Length] = true;
        return new FoldedText(letters.ToString(), marks);
    }

    /// <summary>Whether the other text stands in this one, from the start of a word to the end of a word.</summary>
    public bool Contains(FoldedText value)
    {
        for (int at = 0; (at = _letters.IndexOf(value._letters, at, StringComparison.Ordinal)) >= 0; at++)
        {
            if (_boundaries[at] && _boundaries[at + value.Length])
            {
                return true;
            }
        }

        return false;
    }
}
