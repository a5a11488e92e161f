using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Recursive descent over Cedar's grammar. Where a token does not fit, the parser says so once and sees nothing but the end of the
/// text until it recovers behind the next semicolon; what is well-formed but means nothing is reported and parsed on.
/// </summary>
internal sealed partial class Parser
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
    private long _nodes;

    internal Parser(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics)
    {
        _source = source;
        _options = options;
        _diagnostics = diagnostics;
        _lexer = new Lexer(source.Text);
        _isLost = !IsReadable();
        _current = _isLost ? default : _lexer.Next();
    }

    /// <summary>Where the next token starts.</summary>
    private int Start => _current.Span.Start;

    private bool IsReadable()
    {
        if (_source.Text.Length > _options.MaxLength)
        {
            _diagnostics.Error(default, $"the text is longer than {_options.MaxLength} characters");
            return false;
        }

        if (UnicodeText.IndexOfLoneSurrogate(_source.Text) is int index and >= 0)
        {
            _diagnostics.Error(new SourceSpan(index, 1), "the text holds a lone surrogate", "a surrogate is half a character; the text was damaged before it came here");
            return false;
        }

        return true;
    }

    private bool At(TokenKind kind) => _current.Kind == kind;

    private bool AtWord(string word) => At(TokenKind.Identifier) && Slice(_current.Span).SequenceEqual(word);

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

    private Token Expect(TokenKind kind, string description, string? help = null)
    {
        if (!At(kind))
        {
            Unexpected(description, help);
        }

        return Advance();
    }

    private void Error(SourceSpan span, string message, string? help = null)
    {
        if (!_isLost)
        {
            _diagnostics.Error(span, message, help);
        }
    }

    /// <summary>Reports that the next token does not fit, and gives up on this policy.</summary>
    private void Unexpected(string expected, string? help = null)
    {
        if (_isLost)
        {
            return;
        }

        (string message, string? own) = _current.Kind == TokenKind.Invalid
            ? Misfits.InvalidToken(_source.Text, _current.Span)
            : ($"expected {expected}, found {Misfits.Describe(_source.Text, _current)}", Misfits.Help(_source.Text, _current));
        GiveUp(_current.Span, message, own ?? help);
    }

    private void GiveUp(SourceSpan span, string message, string? help = null)
    {
        Error(span, message, help);
        if (!_isLost)
        {
            _isLost = true;
            _misfit = _current;
            _current = new Token(TokenKind.End, new SourceSpan(_current.Span.Start, 0));
        }
    }

    /// <summary>Goes on behind the next semicolon.</summary>
    private void Recover()
    {
        _isLost = false;
        _nesting = 0;
        _current = _misfit;
        while (!At(TokenKind.Semicolon) && !At(TokenKind.End))
        {
            Advance();
        }

        Take(TokenKind.Semicolon);
    }

    /// <summary>Makes a node that stands on others, as far as the limits allow.</summary>
    private Sized Build(Expression expression, params ReadOnlySpan<Sized> children)
    {
        Sized sized = Sized.Of(expression, children);
        if (sized.Depth > _options.MaxDepth)
        {
            GiveUp(expression.Span, $"an expression nests deeper than {_options.MaxDepth} levels", "write several `when` clauses or policies, or a set and `.contains(…)` instead of a chain");
        }
        else if (sized.Nodes + _nodes > _options.MaxLength)
        {
            GiveUp(expression.Span, $"the text stands for more than {_options.MaxLength} syntax nodes", "`has a.b.c` and `is T in e` test their left side more than once; do not nest them");
        }

        return sized;
    }

    /// <summary>Stands where an expression could not be read; it never leaves the parser.</summary>
    private static Sized Nothing(SourceSpan span) => Sized.Leaf(new LiteralExpression(false, span));
}
