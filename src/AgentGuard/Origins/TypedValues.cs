using System.Buffers;
using System.Text;

namespace AgentGuard;

/// <summary>The values in a text that name somebody or somewhere: mail addresses, URLs and host names, account numbers. Letters that only look the part are left.</summary>
internal static class TypedValues
{
    private const int MinAccountLength = 8;
    private const int GroupLength = 4;
    private const string Mail = "mailto:";

    private static readonly SearchValues<char> s_between = SearchValues.Create(" \t\r\n\v\f<>()[]{}\"'`&%");
    private static readonly char[] s_brackets = ['<', '>', '(', ')', '[', ']', '{', '}', '"', '\'', '`', '“', '”', '‘', '’'];
    private static readonly char[] s_ends = ['.', ',', ';', ':', '!', '?'];

    /// <summary>The values, each as it stands there.</summary>
    public static IEnumerable<string> In(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < words.Length; i++)
        {
            foreach (string part in words[i].Split(s_brackets, StringSplitOptions.RemoveEmptyEntries))
            {
                string word = part.Trim(s_ends);
                word = word.StartsWith(Mail, StringComparison.OrdinalIgnoreCase) ? word[Mail.Length..] : word;
                if (IsAddress(word) || IsUrl(word) || IsAccount(word))
                {
                    yield return word;
                }
            }

            if (AccountInGroups(words, ref i) is { } account)
            {
                yield return account;
            }
        }
    }

    /// <summary>Whether a text could hold a value that it is not itself; cheap, and true too often.</summary>
    public static bool MayHold(string text) =>
        text.AsSpan().ContainsAny(s_between) || text.StartsWith(Mail, StringComparison.OrdinalIgnoreCase) || !Ascii.IsValid(text);

    /// <summary>A text that lists several addresses is several values; any other is one.</summary>
    public static IEnumerable<string> Split(string text)
    {
        string[] parts = text.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 1 && Array.TrueForAll(parts, static part => part.Contains('@', StringComparison.Ordinal)) ? parts : [text];
    }

    private static bool IsAddress(string word)
    {
        int at = word.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < word.Length - 1 && word.LastIndexOf('@') == at;
    }

    /// <summary>With a scheme, <c>www.</c>, or a host name of letters with a path behind it: what people click on.</summary>
    private static bool IsUrl(string word)
    {
        if (word.Contains("://", StringComparison.Ordinal) || word.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        int dot = word.IndexOf('.', StringComparison.Ordinal);
        int slash = word.IndexOf('/', StringComparison.Ordinal);
        return dot > 0 && slash > dot + 2 && word.AsSpan(dot + 1, slash - dot - 1).IndexOfAnyExceptInRange('A', 'z') < 0;
    }

    /// <summary>As an IBAN has it: two letters, two digits, then letters and digits; or a long number.</summary>
    private static bool IsAccount(string word) =>
        word.Length >= MinAccountLength
        && word.All(char.IsAsciiLetterOrDigit)
        && (word.All(char.IsAsciiDigit) || (char.IsAsciiLetter(word[0]) && char.IsAsciiLetter(word[1]) && char.IsAsciiDigit(word[2]) && char.IsAsciiDigit(word[3])));

    /// <summary>An IBAN in groups of four, as it is printed; the last may be shorter.</summary>
    private static string? AccountInGroups(string[] words, ref int i)
    {
        if (words[i] is not { Length: GroupLength } head || !char.IsAsciiLetter(head[0]) || !char.IsAsciiLetter(head[1]) || !char.IsAsciiDigit(head[2]) || !char.IsAsciiDigit(head[3]))
        {
            return null;
        }

        string account = head;
        int end = i + 1;
        for (bool isWhole = true; isWhole && end < words.Length; end++)
        {
            string group = words[end].TrimEnd(s_ends);
            isWhole = words[end].Length == GroupLength;
            if (group.Length is 0 or > GroupLength || !group.All(char.IsAsciiLetterOrDigit) || !(isWhole || group.Any(char.IsAsciiDigit)))
            {
                break;
            }

            account += group;
        }

        if (account.Length < MinAccountLength)
        {
            return null;
        }

        i = end - 1;
        return account;
    }
}
