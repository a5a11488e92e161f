using System.Text;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Texts with comments and odd white space between their tokens.</summary>
internal static class CommentedText
{
    private static readonly string[] Gaps = [" ", "", "\n", "\r\n", "\t", "\n\n\n", " // c\n", "//\n", "// \"{(\n", "\n// own line \t\n", "// a\n// b\n", "\n\n// a\r\n\n  // é😀 \u2028\n"];

    /// <summary>A text with something between each two of its tokens, and around them.</summary>
    public static string Of(string text, Random random, int rarity)
    {
        StringBuilder result = new();
        foreach (CommentedToken token in CommentedToken.ReadAll(text))
        {
            string gap = random.Next(rarity) == 0 ? Gaps[random.Next(Gaps.Length)] : " ";

            // Two words must not become one, and a comment that follows a slash must stay one.
            result.Append(gap.Length == 0 || gap[0] == '/' ? " " : "").Append(gap);
            result.Append(text.AsSpan(token.Token.Span.Start, token.Token.Span.Length));
        }

        return result.ToString();
    }

    /// <summary>Each comment with the token before and the token behind it.</summary>
    public static string[] Places(string text)
    {
        List<CommentedToken> tokens = CommentedToken.ReadAll(text);
        List<string> places = [];
        string before = "";
        for (int i = 0; i < tokens.Count; i++)
        {
            string token = text.Substring(tokens[i].Token.Span.Start, tokens[i].Token.Span.Length);
            places.AddRange(tokens[i].Leading.Select(comment => $"{i}: {before} | {comment.Text} {token}"));
            if (tokens[i].Trailing is { } trailing)
            {
                places.Add($"{i}: {token} {trailing} |");
            }

            before = token;
        }

        return [.. places];
    }
}
