using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Recursive descent over Cedar's grammar. Where a token does not fit, the parser says so once and sees nothing but the end of the
/// text until it recovers behind the next semicolon; what is well-formed but means nothing is reported and parsed on.
/// </summary>
internal sealed partial class Parser : TokenReader
{
    private readonly TemporalText _temporal;
    private long _nodes;

    /// <param name="source">The text.</param>
    /// <param name="options">Limits.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    /// <param name="temporal">What stands in it beside Cedar; null for nothing.</param>
    internal Parser(SourceText source, CedarParserOptions options, DiagnosticBag diagnostics, TemporalText? temporal = null)
        : base(source, options, diagnostics) => _temporal = temporal ?? TemporalText.None;

    private bool AtWord(string word) => At(TokenKind.Identifier) && Slice(_current.Span).SequenceEqual(word);

    private protected override void Unexpected(string expected, string? help = null)
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

    /// <summary>Goes on behind the next semicolon.</summary>
    private void Recover()
    {
        Return();
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
