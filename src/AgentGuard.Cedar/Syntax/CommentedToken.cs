namespace AgentGuard.Cedar.Syntax;

/// <summary>A token with its comments.</summary>
/// <param name="Token">The token; the last one of a text is its end.</param>
/// <param name="Leading">The comments on the lines before it.</param>
/// <param name="Trailing">The comment behind it on its line; null for none.</param>
/// <param name="IsApart">Whether an empty line stands between the token and what comes before it.</param>
internal readonly record struct CommentedToken(Token Token, IReadOnlyList<Comment> Leading, string? Trailing, bool IsApart)
{
    /// <summary>All tokens of a text, up to its end.</summary>
    public static List<CommentedToken> ReadAll(string text)
    {
        List<CommentedToken> tokens = [];
        Lexer lexer = new(text);
        int end = 0;
        do
        {
            Token token = lexer.Next();
            List<Comment> leading = ReadComments(text.AsSpan(end, token.Span.Start - end), out bool isFirstTrailing, out bool isApart);
            if (isFirstTrailing && tokens.Count > 0)
            {
                tokens[^1] = tokens[^1] with { Trailing = leading[0].Text };
                leading.RemoveAt(0);
            }

            tokens.Add(new CommentedToken(token, leading.Count == 0 ? [] : leading, null, isApart));
            end = token.Span.End;
        }
        while (tokens[^1].Token.Kind != TokenKind.End);
        return tokens;
    }

    /// <summary>The comments between two tokens, without the white space behind them.</summary>
    private static List<Comment> ReadComments(ReadOnlySpan<char> between, out bool isFirstTrailing, out bool isApart)
    {
        List<Comment> comments = [];
        isFirstTrailing = false;
        while (between.IndexOf("//", StringComparison.Ordinal) is int start and >= 0)
        {
            ReadOnlySpan<char> before = between[..start];
            isFirstTrailing |= comments.Count == 0 && before.IndexOfAny('\n', '\r') < 0;
            between = between[start..];
            int end = between.IndexOfAny('\n', '\r');
            comments.Add(new Comment((end < 0 ? between : between[..end]).TrimEnd().ToString(), HoldsEmptyLine(before)));
            between = end < 0 ? [] : between[end..];
        }

        isApart = HoldsEmptyLine(between);
        return comments;
    }

    private static bool HoldsEmptyLine(ReadOnlySpan<char> whiteSpace) =>
        whiteSpace.Count('\n') > 1 || (!whiteSpace.Contains('\n') && whiteSpace.Count('\r') > 1);
}
