using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>Reads one condition, macros expanded as they are met.</summary>
internal sealed partial class TemporalParser : TemporalTokenReader
{
    private const int MaxDepth = 64;

    private readonly TemporalExpansion? _expansion;
    private readonly TemporalMacros _macros;
    private int _depth;

    private TemporalParser(IReadOnlyList<TemporalToken> tokens, TemporalMacros macros, TemporalExpansion? expansion, int depth)
        : base(tokens)
    {
        _macros = macros;
        _expansion = expansion;
        _depth = depth;
    }

    private protected override string What => "the condition";

    /// <summary>Reads a condition to its end.</summary>
    /// <param name="tokens">Its tokens, with one for the end.</param>
    /// <param name="macros">The macros that it may call.</param>
    /// <exception cref="TemporalSyntaxException">It is none.</exception>
    public static TemporalFormula Parse(IReadOnlyList<TemporalToken> tokens, TemporalMacros macros) => new TemporalParser(tokens, macros, null, 0).Whole(static parser => parser.Condition());

    private T Whole<T>(Func<TemporalParser, T> read)
    {
        T result = read(this);
        return Current.Kind == TemporalTokenKind.End ? result : throw Unexpected(Current.Is("||") ? "there is no `||` here: write two policies" : null);
    }

    private TemporalFormula Condition()
    {
        Deepen();
        SourceSpan start = Current.Span;
        List<TemporalFormula> parts = [SinceConjunct()];
        while (Accept("&&"))
        {
            parts.Add(SinceConjunct());
        }

        _depth--;
        return parts.Count == 1 ? parts[0] : new TemporalFormula.Conjunction(parts, start);
    }

    private TemporalFormula SinceConjunct()
    {
        TemporalFormula left = Negated();
        SourceSpan span = Current.Span;
        return Accept("since") ? new TemporalFormula.Since(left, Window(), Atom(), span) : left;
    }

    private TemporalFormula Negated()
    {
        SourceSpan span = Current.Span;
        if (!Accept("!"))
        {
            return Conjunct();
        }

        Deepen();
        TemporalFormula operand = Negated();
        _depth--;
        return new TemporalFormula.Negation(operand, span);
    }

    private TemporalFormula Conjunct()
    {
        SourceSpan span = Current.Span;
        if (Current.Is("formerly") && Next(1).Is("within"))
        {
            Skip(1);
            return new TemporalFormula.Formerly(Window(), Atom(), span);
        }

        if (Current.Is("previous") && Next(1).Is("within"))
        {
            Skip(1);
            return new TemporalFormula.Previous(Window(), Atom(), span);
        }

        if (!Current.Is("exists") || !Next(1).Is("("))
        {
            return Simple();
        }

        Skip(1);
        TemporalBinder binder = TypedBinder();
        Expect(".");
        return new TemporalFormula.Exists(binder, Condition(), span);
    }

    /// <summary>What a window is about: one thing, or a condition in parentheses.</summary>
    private TemporalFormula Atom() => (Current.Is("formerly") || Current.Is("previous")) && Next(1).Is("within") || (Current.Is("exists") && Next(1).Is("(")) || Current.Is("!")
        ? throw new TemporalSyntaxException(Current.Span, $"`{Current.Text}` needs parentheses here", "write `formerly within 1h (…)`")
        : Simple();

    private TemporalFormula Simple()
    {
        SourceSpan span = Current.Span;
        if (Current.Is("tp") && Next(1).Is("("))
        {
            Skip(2);
            string name = Binder();
            Expect(")");
            return new TemporalFormula.Timepoint(name, span);
        }

        if (Current.Is("let"))
        {
            throw Unexpected();
        }

        if (StartsComparison())
        {
            return Comparison();
        }

        if (Accept("("))
        {
            TemporalFormula inner = Condition();
            Expect(")");
            return inner;
        }

        return Current.Kind == TemporalTokenKind.Parameter ? ParameterCondition()
            : IsCall(out TemporalMacro? macro) ? Expand(macro!).Whole(static parser => parser.Condition())
            : Refined(Predicate());
    }

    /// <summary>A macro's condition; a predicate may get further fields behind it.</summary>
    private TemporalFormula ParameterCondition()
    {
        TemporalToken name = Current;
        TemporalParser argument = Argument();
        if (!Current.Is("{"))
        {
            return argument.Whole(static parser => parser.Condition());
        }

        return Refined(argument.Whole(static parser => parser.Condition()) as TemporalFormula.Predicate
            ?? throw new TemporalSyntaxException(name.Span, $"`{name.Text}` is no single event, so it has no fields to add to"));
    }

    private TemporalFormula.Predicate Refined(TemporalFormula.Predicate predicate)
    {
        while (Current.Is("{"))
        {
            predicate = predicate with { Fields = [.. predicate.Fields, .. Fields()] };
        }

        return predicate;
    }

    private long Window()
    {
        Expect("within");
        if (Current.Kind == TemporalTokenKind.Parameter)
        {
            return Argument().Whole(static parser => parser.Interval());
        }

        return Interval();
    }

    /// <summary>Goes a level down; whoever comes back up counts it off.</summary>
    private void Deepen()
    {
        if (++_depth > MaxDepth)
        {
            throw new TemporalSyntaxException(Current.Span, $"the condition is nested deeper than {MaxDepth} levels");
        }
    }
}
