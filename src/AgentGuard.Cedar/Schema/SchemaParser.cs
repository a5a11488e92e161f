using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Declarations;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Recursive descent over the grammar of schemas. Where a token does not fit, the parser says so once and sees nothing but the end
/// of the text until it recovers behind the next semicolon, as the parser of policies does. This part: tokens.
/// </summary>
internal sealed partial class SchemaParser
{
    private readonly SourceText _source;
    private readonly CedarParserOptions _options;
    private readonly DiagnosticBag _diagnostics;
    private Lexer _lexer;
    private Token _current;
    private SourceSpan _previous;
    private Token _misfit;
    private bool _isLost;
    private int _nesting;
    private int _openBraces;

    private SchemaParser(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics)
    {
        _source = source;
        _options = options;
        _diagnostics = diagnostics;
        _lexer = new Lexer(source.Text);
        _isLost = !IsReadable(source, options, diagnostics);
        _current = _isLost ? default : _lexer.Next();
    }

    /// <summary>Reads a schema; what is wrong with it is in the diagnostics.</summary>
    public static SchemaDocument Parse(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics) =>
        new SchemaParser(source, options, diagnostics).ParseDocument();

    /// <summary>Whether a text is short enough, and text at all.</summary>
    public static bool IsReadable(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics)
    {
        if (source.Text.Length > options.MaxLength)
        {
            diagnostics.Error(default, $"the text is longer than {options.MaxLength} characters");
            return false;
        }

        if (UnicodeText.IndexOfLoneSurrogate(source.Text) is int index and >= 0)
        {
            diagnostics.Error(new SourceSpan(index, 1), "the text holds a lone surrogate", "a surrogate is half a character; the text was damaged before it came here");
            return false;
        }

        return true;
    }

    private int Start => _current.Span.Start;

    private bool At(TokenKind kind) => _current.Kind == kind;

    private bool AtWord(string word) => _current.IsWord && Slice(_current.Span).SequenceEqual(word);

    // The lexer of policies knows a question mark only as the start of a slot.
    private bool AtQuestion() => At(TokenKind.Invalid) && Slice(_current.Span) is "?";

    private ReadOnlySpan<char> Slice(SourceSpan span) => _source.Text.AsSpan(span.Start, span.Length);

    private string Quote(SourceSpan span) => Excerpt.Of(_source.Text, span);

    private SourceSpan From(int start) => new(start, Math.Max(_previous.End - start, 0));

    private Token Peek()
    {
        Lexer ahead = _lexer;
        return ahead.Next();
    }

    private Token Advance()
    {
        Token token = _current;
        if (!_isLost)
        {
            _openBraces += token.Kind == TokenKind.LeftBrace ? 1 : token.Kind == TokenKind.RightBrace ? -1 : 0;
            _previous = token.Span;
            _current = _lexer.Next();
        }

        return token;
    }

    private bool Take(TokenKind kind)
    {
        bool isThere = At(kind);
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private bool TakeWord(string word)
    {
        bool isThere = AtWord(word);
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private void Expect(TokenKind kind, string description, string? help = null)
    {
        if (!Take(kind))
        {
            Unexpected(description, help);
        }
    }

    private void Error(SourceSpan span, string message, string? help = null)
    {
        if (!_isLost)
        {
            _diagnostics.Error(span, message, help);
        }
    }

    /// <summary>Reports that the next token does not fit, and gives up on this declaration.</summary>
    private void Unexpected(string expected, string? help = null)
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

    private void GiveUp(SourceSpan span, string message, string? help)
    {
        Error(span, message, help);
        _isLost = true;
        _misfit = _current;
        _current = new Token(TokenKind.End, new SourceSpan(_current.Span.Start, 0));
    }

    /// <summary>Goes on behind the next semicolon that ends a declaration: one in braces does not, unless another declaration follows.</summary>
    private void Recover()
    {
        _isLost = false;
        _nesting = 0;
        _current = _misfit;
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
