namespace AgentGuard;

/// <summary>The mail addresses in a text, whatever stands around them: what is left of an at sign and what is right of it.</summary>
internal static class AddressesInText
{
    private const string OfNames = ".-_+%'";
    private const string OfHosts = ".-_";

    /// <summary>The addresses, as they are written.</summary>
    /// <param name="plain">A <see cref="PlainText"/>.</param>
    public static IEnumerable<string> In(string plain)
    {
        for (int at = plain.IndexOf('@', StringComparison.Ordinal); at >= 0; at = plain.IndexOf('@', at + 1))
        {
            int start = Start(plain, at, ofAnyScript: false) is var near && near < at ? near : Start(plain, at, ofAnyScript: true);
            int end = End(plain, at + 1, ofAnyScript: false) is var close && close > at + 1 ? close : End(plain, at + 1, ofAnyScript: true);
            if (start < at && end > at + 1)
            {
                yield return plain[start..end];
            }
        }
    }

    /// <summary>A text that lists several addresses is several values; one with a name before it, <c>Bob &lt;bob@example.com&gt;</c>, is that address. Any other is itself.</summary>
    public static IEnumerable<string> Split(string text)
    {
        string[] parts = text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && Array.TrueForAll(parts, static part => part.Contains('@', StringComparison.Ordinal)) ? parts.Select(WithoutName) : [WithoutName(text)];
    }

    private static string WithoutName(string text)
    {
        int open = text.IndexOf('<', StringComparison.Ordinal);
        string end = text.TrimEnd();
        return open > 0 && end[^1] == '>' && end.IndexOf('@', StringComparison.Ordinal) > open && end.IndexOf('>', StringComparison.Ordinal) == end.Length - 1 ? end[(open + 1)..^1] : text;
    }

    private static int Start(string plain, int at, bool ofAnyScript)
    {
        int start = at;
        while (start > 0 && (IsWord(plain[start - 1], ofAnyScript) || OfNames.Contains(plain[start - 1], StringComparison.Ordinal)))
        {
            start--;
        }

        while (start < at && !char.IsLetterOrDigit(plain[start]))
        {
            start++;
        }

        return start;
    }

    private static int End(string plain, int start, bool ofAnyScript)
    {
        int end = start;
        while (end < plain.Length && (IsWord(plain[end], ofAnyScript) || OfHosts.Contains(plain[end], StringComparison.Ordinal)))
        {
            end++;
        }

        while (end > start && !char.IsLetterOrDigit(plain[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>Of a script without capitals only where nothing else stands there: Chinese text has no blank before an address.</summary>
    private static bool IsWord(char one, bool ofAnyScript) =>
        char.IsAsciiLetterOrDigit(one) || (one > 0x7F && char.IsLetterOrDigit(one) && (ofAnyScript || char.GetUnicodeCategory(one) != System.Globalization.UnicodeCategory.OtherLetter));
}
