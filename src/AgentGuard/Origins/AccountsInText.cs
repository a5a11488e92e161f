namespace AgentGuard;

/// <summary>
/// The numbers of accounts and telephones in a text: letters and digits as an IBAN has them, or a long number, whole or in groups with blanks, dashes and brackets
/// between them. Where a group may belong to it or not, it is found with and without.
/// </summary>
internal static class AccountsInText
{
    private const int MinLength = 8;

    // An IBAN has 34 at most (ISO 13616), a telephone number 15 (E.164).
    private const int MaxInGroups = 34;
    private const int PrintedGroup = 4;
    private const int MaxBetween = 2;
    private const int MaxTogether = 64;
    private const string Between = " -()";

    /// <summary>The letters and digits of each, as they are written; where there are several groups, whatever may be made of them.</summary>
    /// <param name="plain">A <see cref="PlainText"/>.</param>
    public static IEnumerable<IReadOnlyList<string>> In(string plain)
    {
        List<string> found = [];
        int reach = 0;
        for (int at = 0; at < plain.Length;)
        {
            int start = at;
            if (found.Count > 0 && (start >= reach || found.Count >= MaxTogether))
            {
                yield return found;
                found = [];
            }

            int end = EndOfGroup(plain, at);
            at = Math.Max(end, at + 1);
            if (end == start || !StartsLikeOne(plain.AsSpan(start, end - start)))
            {
                continue;
            }

            string account = plain[start..end];
            bool isNumber = IsNumber(account);
            bool isDate = DatesInText.StartsWithDate(plain.AsSpan(start));
            if (account.Length >= MinLength)
            {
                found.Add(account);
            }

            while (!isDate && NextGroup(plain, end) is { } next && account.Length + next.End - next.Start <= MaxInGroups)
            {
                string group = plain[next.Start..next.End];
                if (!IsNumber(group) && (isNumber || !(group.Length == PrintedGroup || group.Any(char.IsAsciiDigit))))
                {
                    break;
                }

                end = next.End;
                account += group;
                if (account.Length >= MinLength)
                {
                    found.Add(account);
                }
            }

            reach = Math.Max(reach, end);
        }

        if (found.Count > 0)
        {
            yield return found;
        }
    }

    /// <summary>The letters and digits of the account number that a text is, in lower case; null where it is none.</summary>
    public static string? ReadAll(string plain)
    {
        ReadOnlySpan<char> all = plain.AsSpan().Trim().TrimStart('+');
        Span<char> compact = stackalloc char[MaxInGroups];
        int length = 0;
        foreach (char one in all)
        {
            if (length == MaxInGroups || !(char.IsAsciiLetterOrDigit(one) || Between.Contains(one, StringComparison.Ordinal)))
            {
                return null;
            }

            if (char.IsAsciiLetterOrDigit(one))
            {
                compact[length++] = char.ToLowerInvariant(one);
            }
        }

        compact = compact[..length];
        return length >= MinLength && StartsLikeOne(compact) ? compact.ToString() : null;
    }

    /// <summary>Two letters and two digits, or digits alone.</summary>
    private static bool StartsLikeOne(ReadOnlySpan<char> group) =>
        IsNumber(group)
        || (group.Length >= PrintedGroup && char.IsAsciiLetter(group[0]) && char.IsAsciiLetter(group[1]) && char.IsAsciiDigit(group[2]) && char.IsAsciiDigit(group[3]));

    private static bool IsNumber(ReadOnlySpan<char> group) => group.IndexOfAnyExceptInRange('0', '9') < 0;

    private static int EndOfGroup(string plain, int start)
    {
        int end = start;
        while (end < plain.Length && char.IsAsciiLetterOrDigit(plain[end]))
        {
            end++;
        }

        return end;
    }

    private static (int Start, int End)? NextGroup(string plain, int end)
    {
        int start = end;
        while (start < plain.Length && start - end <= MaxBetween && Between.Contains(plain[start], StringComparison.Ordinal))
        {
            start++;
        }

        int last = EndOfGroup(plain, start);
        return start > end && start - end <= MaxBetween && last > start ? (start, last) : null;
    }
}
