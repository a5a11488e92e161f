using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// What parsers of policies and of schemas do with tokens. Where one does not fit, the parser says so once and sees nothing but the end of the
/// text until it recovers.
/// </summary>
internal abstract class TokenReader
{
    private protected readonly SourceText _source;
    private protected readonly CedarParserOptions _options;
    private protected readonly DiagnosticBag _diagnostics;
    private protected Token _current;
    private protected SourceSpan _previous;
    private protected Token _misfit;
    private protected bool _isLost;
    private protected int _nesting;
    private Lexer _lexer;

    private protected TokenReader(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics)
    {
        _source = source;
        _options = options;
        _diagnostics = diagnostics;
        _lexer = new Lexer(source.Text);
        _isLost = !IsReadable(source, options, diagnostics);
        _current = _isLost ? default : _lexer.Next();
    }

    /// <summary>Where the next token starts.</summary>
    private protected int Start => _current.Span.Start;

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

    private protected bool At(TokenKind kind) => _current.Kind == kind;

    private protected ReadOnlySpan<char> Slice(SourceSpan span) => _source.Text.AsSpan(span.Start, span.Length);

    private protected string Quote(SourceSpan span) => Excerpt.Of(_source.Text, span);

    private protected SourceSpan From(int start) => new(start, Math.Max(_previous.End - start, 0));

    private protected Token Peek()
    {
        Lexer ahead = _lexer;
        return ahead.Next();
    }

    private protected Token Advance()
    {
        Token token = _current;
        if (!_isLost)
        {
            Pass(token);
            _previous = token.Span;
            _current = _lexer.Next();
        }

        return token;
    }

    /// <summary>Goes on at another place of the text; what was taken last ends there.</summary>
    private protected void MoveTo(int position)
    {
        _lexer = new Lexer(_source.Text, position);
        _previous = new SourceSpan(position, 0);
        _current = _lexer.Next();
    }

    /// <summary>Sees each token that is taken or, in recovering, skipped.</summary>
    private protected virtual void Pass(Token token)
    {
    }

    private protected bool Take(TokenKind kind)
    {
        bool isThere = At(kind);
        if (isThere)
        {
            Advance();
        }

        return isThere;
    }

    private protected Token Expect(TokenKind kind, string description, string? help = null)
    {
        if (!At(kind))
        {
            Unexpected(description, help);
        }

        return Advance();
    }

    private protected void Error(SourceSpan span, string message, string? help = null)
    {
        if (!_isLost)
        {
            _diagnostics.Error(span, message, help);
        }
    }

    /// <summary>Reports that the next token does not fit, and gives up on what is being read.</summary>
    private protected abstract void Unexpected(string expected, string? help = null);

    private protected void GiveUp(SourceSpan span, string message, string? help = null)
    {
        Error(span, message, help);
        if (!_isLost)
        {
            _isLost = true;
            _misfit = _current;
            _current = new Token(TokenKind.End, new SourceSpan(_current.Span.Start, 0));
        }
    }

    /// <summary>Is no longer lost: the next token is the one that did not fit.</summary>
    private protected void Return()
    {
        _isLost = false;
        _nesting = 0;
        _current = _misfit;
    }
}
