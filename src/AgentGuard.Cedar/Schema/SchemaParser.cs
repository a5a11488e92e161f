using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Recursive descent over the grammar of schemas. Where a token does not fit, the parser says so once and sees nothing but the end
/// of the text until it recovers behind the next semicolon, as the parser of policies does. This part: tokens.
/// </summary>
internal sealed partial class SchemaParser : TokenReader
{
    private int _openBraces;

    private SchemaParser(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics)
        : base(source, options, diagnostics)
    {
    }

    /// <summary>Reads a schema; what is wrong with it is in the diagnostics.</summary>
    public static SchemaDocument Parse(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics) =>
        new SchemaParser(source, options, diagnostics).ParseDocument();

    private bool AtWord(string word) => _current.IsWord && Slice(_current.Span).SequenceEqual(word);

    // The lexer of policies knows a question mark only as the start of a slot.
    private bool AtQuestion() => At(TokenKind.Invalid) && Slice(_current.Span) is "?";

    private protected override void Pass(Token token) =>
        _openBraces += token.Kind == TokenKind.LeftBrace ? 1 : token.Kind == TokenKind.RightBrace ? -1 : 0;

    private bool TakeWord(string word)
    {
        bool isThere = AtWord(word);
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private protected override void Unexpected(string expected, string? help = null)
    {
        if (_isLost)
        {
            return;
        }

        (string message, string? own) = At(TokenKind.Invalid)
            ? Misfits.InvalidToken(_source.Text, _current.Span)
            : ($"expected {expected}, found {Misfits.Describe(_source.Text, _current)}", null);
        GiveUp(_current.Span, message, help ?? own);
    }

    /// <summary>Goes on behind the next semicolon that ends a declaration: one in braces does not, unless another declaration follows.</summary>
    private void Recover()
    {
        Return();
        while (!At(TokenKind.End))
        {
            bool mayEnd = Take(TokenKind.Semicolon);
            if (mayEnd && (_openBraces <= 0 || At(TokenKind.RightBrace) || At(TokenKind.At) || IsAtDeclaration()))
            {
                return;
            }

            if (!mayEnd)
            {
                Advance();
            }
        }
    }

    private string Unescape(SourceSpan literal) =>
        Escapes.Unescape(_source.Text, new SourceSpan(literal.Start + 1, literal.Length - 2), _diagnostics);
}
