using System.Globalization;
using System.Text;

namespace AgentGuard.Cli.Init;

/// <summary>Takes names and sentences to words.</summary>
internal static class Words
{
    // Nobody names a tool with more, and what is hostile is bounded.
    private const int MaxWords = 64;

    /// <summary>The words of a name, <c>getUserInfo</c> and <c>get_user-info</c> alike, in lower case.</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        List<string> words = [];
        StringBuilder word = new();
        for (int i = 0; i < name.Length && words.Count < MaxWords; i++)
        {
            char c = name[i];
            if (!char.IsLetterOrDigit(c))
            {
                End(words, word);
                continue;
            }

            // `S3ListObjects`, `HTTPGet`: a capital starts a word behind a small letter, or before one where it ends a row of capitals.
            bool startsWord = char.IsUpper(c)
                && i > 0
                && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                End(words, word);
            }

            word.Append(char.ToLowerInvariant(c));
        }

        End(words, word);
        return words;
    }

    /// <summary>The words of a text's first sentence.</summary>
    public static IReadOnlyList<string> OfFirstSentence(string? text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().TrimStart();
        int end = rest.IndexOfAny('\n', '\r');
        ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
        int stop = line.IndexOf(". ", StringComparison.Ordinal);
        return Of(Plain(stop < 0 ? line : line[..stop]));
    }

    /// <summary>The verb as it is without the ending of <c>deletes</c>.</summary>
    public static string Stem(string verb, Func<string, bool> isKnown)
    {
        if (isKnown(verb))
        {
            return verb;
        }

        foreach (string ending in (ReadOnlySpan<string>)["s", "es"])
        {
            if (verb.EndsWith(ending, StringComparison.Ordinal) && isKnown(verb[..^ending.Length]))
            {
                return verb[..^ending.Length];
            }
        }

        return verb;
    }

    /// <summary>In prose a capital begins a sentence and no word within a word.</summary>
    private static string Plain(ReadOnlySpan<char> sentence) => sentence.ToString().ToLower(CultureInfo.InvariantCulture);

    private static void End(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
