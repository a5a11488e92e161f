namespace AgentGuard.Cedar.Diagnostics;

/// <summary>Finds the word that a misspelt one was meant to be.</summary>
public static class Suggestion
{
    // Nobody misspells a longer word than this one by hand, and the distance costs the product of both lengths.
    private const int MaxLength = 32;

    /// <summary>The candidate with the smallest edit distance, if that is small for a word of this length. Case is not looked at.</summary>
    /// <param name="word">The misspelt word; what is shorter than 2 or longer than 32 code units resembles nothing.</param>
    /// <param name="candidates">What it may have been meant to be.</param>
    /// <returns>The candidate; null where none is close.</returns>
    public static string? Closest(ReadOnlySpan<char> word, IEnumerable<string> candidates)
    {
        if (word.Length is < 2 or > MaxLength)
        {
            return null;
        }

        string? best = null;
        int bestDistance = Math.Min(3, (word.Length + 2) / 3) + 1;
        foreach (string candidate in candidates)
        {
            int distance = word.Equals(candidate, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(word, candidate);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.</summary>
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (b.Length > MaxLength)
        {
            return int.MaxValue;
        }

        Span<int> beforePrevious = stackalloc int[b.Length + 1];
        Span<int> previous = stackalloc int[b.Length + 1];
        Span<int> current = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            previous[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
                }
            }

            Span<int> free = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = free;
        }

        return previous[b.Length];
    }
}
