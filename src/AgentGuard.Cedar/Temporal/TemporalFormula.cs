using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal;

/// <summary>A condition over past events, as it is left when its macros are expanded.</summary>
internal abstract record TemporalFormula(SourceSpan Span)
{
    /// <summary>An event happens: of this action and kind, with fields that agree.</summary>
    public sealed record Predicate(EntityUid Action, string Kind, IReadOnlyList<(string Path, TemporalTerm Value)> Fields, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>All hold, from left to right: what is bound on the left is known on the right.</summary>
    public sealed record Conjunction(IReadOnlyList<TemporalFormula> Parts, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>It does not hold. It binds nothing.</summary>
    public sealed record Negation(TemporalFormula Operand, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>It held at some time in the window, now included.</summary>
    public sealed record Formerly(long Seconds, TemporalFormula Body, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>It held at the event before, if that is in the window.</summary>
    public sealed record Previous(long Seconds, TemporalFormula Body, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>The right held at some time in the window, and the left at every event since.</summary>
    public sealed record Since(TemporalFormula Left, long Seconds, TemporalFormula Right, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>There is a value with which it holds.</summary>
    public sealed record Exists(TemporalBinder Binder, TemporalFormula Body, SourceSpan Span) : TemporalFormula(Span)
    {
        public string Name => Binder.Name;
    }

    /// <summary>A name for the place of the event.</summary>
    public sealed record Timepoint(string Name, SourceSpan Span) : TemporalFormula(Span);

    /// <summary>Two values compare. An equality with one name that is not bound binds it.</summary>
    public sealed record Comparison(TemporalTerm Left, TemporalComparison Operator, TemporalTerm Right, SourceSpan Span) : TemporalFormula(Span);
}
