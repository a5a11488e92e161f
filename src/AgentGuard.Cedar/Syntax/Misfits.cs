using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

/// <summary>What to say about tokens that do not fit.</summary>
internal static class Misfits
{
    internal static string Describe(string text, Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.String => $"the string `{Excerpt.Of(text, token.Span)}`",
        _ => $"`{Excerpt.Of(text, token.Span)}`",
    };

    /// <summary>What people mean who write a word or sign of another language.</summary>
    internal static string? Help(string text, Token token) => token.Kind switch
    {
        TokenKind.Assign => "did you mean `==`?",
        TokenKind.Slash => "comments start with `//`",
        TokenKind.If => "put an `if` that is an operand in parentheses",
        TokenKind.Identifier => text.AsSpan(token.Span.Start, token.Span.Length) switch
        {
            "and" or "AND" => "did you mean `&&`?",
            "or" or "OR" => "did you mean `||`?",
            "not" or "NOT" => "did you mean `!`?",
            "equals" or "eq" => "did you mean `==`?",
            _ => null,
        },
        _ => null,
    };

    /// <summary>What is wrong with characters that are no token.</summary>
    internal static (string Message, string? Help) InvalidToken(string text, SourceSpan span)
    {
        char first = text[span.Start];
        if (first == '"')
        {
            return span.End == text.Length
                ? ("a string is not closed", "strings end with `\"`; write a quote in a string as `\\\"`")
                : ("a backslash stands at the end of a line in a string", "a line break may stand in a string, but not behind a backslash");
        }

        Rune rune = Rune.GetRuneAt(text, span.Start);
        string shown = Rune.IsLetter(rune) || Rune.IsSymbol(rune) || Rune.IsPunctuation(rune)
            ? rune.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");
        return ($"invalid character `{shown}`", first switch
        {
            '\'' => "strings must use double quotes, not single quotes",
            '&' => "did you mean `&&`?",
            '|' => "did you mean `||`?",
            '?' => "a template slot is `?principal` or `?resource`",
            '#' => "comments start with `//`",
            '“' or '”' or '„' or '‘' or '’' => "strings must use straight double quotes, `\"`",
            _ => null,
        });
    }
}
