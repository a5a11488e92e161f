using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>
/// Whether a condition can be evaluated from left to right: every name is bound by a positive event, a timepoint or an equality before it is compared or negated.
/// </summary>
internal sealed class WellFormedness
{
    private readonly DiagnosticBag _diagnostics;

    private WellFormedness(DiagnosticBag diagnostics) => _diagnostics = diagnostics;

    public static void Check(TemporalFormula condition, DiagnosticBag diagnostics)
    {
        WellFormedness check = new(diagnostics);
        check.Walk(condition, []);
        check.RequireEvents(condition);
        foreach (string name in Free(condition))
        {
            diagnostics.Error(condition.Span, $"`{name}` is bound by nothing", $"write `exists ({name}: Long). (…)` around it, or `_` where any value will do");
        }
    }

    /// <summary>Checks a formula whose names to the left are bound.</summary>
    /// <returns>The names that are bound behind it.</returns>
    private HashSet<string> Walk(TemporalFormula formula, HashSet<string> bound)
    {
        switch (formula)
        {
            case TemporalFormula.Predicate predicate:
                return [.. bound, .. predicate.Fields.Select(static field => field.Value).OfType<TemporalTerm.Variable>().Select(static variable => variable.Name)];
            case TemporalFormula.Timepoint timepoint:
                return [.. bound, timepoint.Name];
            case TemporalFormula.Conjunction conjunction:
                return conjunction.Parts.Aggregate(bound, (known, part) => Walk(part, known));
            case TemporalFormula.Negation negation:
                Require(Free(negation.Operand), bound, negation.Span, "is negated");
                Walk(negation.Operand, bound);
                return bound;
            case TemporalFormula.Formerly formerly:
                return Walk(formerly.Body, bound);
            case TemporalFormula.Previous previous:
                return Walk(previous.Body, bound);
            case TemporalFormula.Since since:
                HashSet<string> right = Walk(since.Right, bound);
                Require(Free(since.Left), right, since.Span, "is asked for at every event since");
                Walk(since.Left, right);
                return right;
            case TemporalFormula.Exists exists:
                HashSet<string> inner = Walk(exists.Body, [.. bound.Where(name => name != exists.Name)]);
                Require([exists.Name], inner, exists.Span, "is looked for");
                inner.Remove(exists.Name);
                return bound.Contains(exists.Name) ? [.. inner, exists.Name] : inner;
            case TemporalFormula.Comparison comparison:
                return Compare(comparison, bound);
            default:
                return bound;
        }
    }

    private HashSet<string> Compare(TemporalFormula.Comparison comparison, HashSet<string> bound)
    {
        foreach (TemporalTerm.Aggregate aggregate in new[] { comparison.Left, comparison.Right }.OfType<TemporalTerm.Aggregate>())
        {
            HashSet<string> rows = Walk(aggregate.Where, [.. bound.Except(aggregate.For)]);
            Require(aggregate.For, rows, comparison.Span, "is counted");
            if (aggregate.Summed is { } summed && !aggregate.For.Contains(summed))
            {
                _diagnostics.Error(comparison.Span, $"`{summed}` is summed and not listed behind `for`");
            }

            Require(Free(aggregate.Where).Except(aggregate.For), bound, comparison.Span, "stands in an aggregate and is not listed behind its `for`");
        }

        string[] names = [.. new[] { comparison.Left, comparison.Right }.OfType<TemporalTerm.Variable>().Select(static variable => variable.Name)];
        string[] open = [.. names.Where(name => !bound.Contains(name)).Distinct()];
        bool binds = comparison.Operator == TemporalComparison.Equal && open.Length == 1 && names.Length == 1;
        binds |= comparison.Operator == TemporalComparison.Equal && open.Length == 1 && names.Length == 2 && names[0] != names[1];
        if (!binds)
        {
            Require(open, bound, comparison.Span, "is compared");
        }

        return binds ? [.. bound, open[0]] : bound;
    }

    /// <summary>What asks for nothing that happened is the same whenever it is asked: it belongs beside the condition.</summary>
    private void RequireEvents(TemporalFormula condition)
    {
        foreach (TemporalFormula part in condition is TemporalFormula.Conjunction all ? all.Parts : [condition])
        {
            RequireEvent(part);
        }

        foreach (TemporalFormula body in TemporalParts.Formulas(condition).Where(static part => part is not (TemporalFormula.Conjunction or TemporalFormula.Negation)).SelectMany(TemporalParts.Inner))
        {
            RequireEvent(body);
        }
    }

    private void RequireEvent(TemporalFormula formula)
    {
        bool asks = TemporalParts.Formulas(formula).Any(static part => part is TemporalFormula.Predicate or TemporalFormula.Timepoint)
            || TemporalParts.Terms(formula).Any(static part => part.Term is TemporalTerm.Aggregate or TemporalTerm.Variable);
        if (!asks)
        {
            _diagnostics.Error(formula.Span, "this is about nothing that happened", "write it beside the temporal condition: `when { … && temporal { … } }`");
        }
    }

    private void Require(IEnumerable<string> names, HashSet<string> bound, SourceSpan span, string why)
    {
        foreach (string name in names.Where(name => !bound.Contains(name)))
        {
            _diagnostics.Error(span, $"`{name}` {why}, and nothing before it says what it is", "bind it by an event's field, `tp` or `==` first");
        }
    }

    private static HashSet<string> Free(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate predicate => [.. predicate.Fields.Select(static field => field.Value).OfType<TemporalTerm.Variable>().Select(static variable => variable.Name)],
        TemporalFormula.Timepoint timepoint => [timepoint.Name],
        TemporalFormula.Conjunction conjunction => [.. conjunction.Parts.SelectMany(Free)],
        TemporalFormula.Negation negation => Free(negation.Operand),
        TemporalFormula.Formerly formerly => Free(formerly.Body),
        TemporalFormula.Previous previous => Free(previous.Body),
        TemporalFormula.Since since => [.. Free(since.Left), .. Free(since.Right)],
        TemporalFormula.Exists exists => [.. Free(exists.Body).Where(name => name != exists.Name)],
        TemporalFormula.Comparison comparison => [.. Free(comparison.Left), .. Free(comparison.Right)],
        _ => [],
    };

    private static HashSet<string> Free(TemporalTerm term) => term switch
    {
        TemporalTerm.Variable variable => [variable.Name],
        TemporalTerm.Aggregate aggregate => [.. Free(aggregate.Where).Except(aggregate.For)],
        _ => [],
    };
}
