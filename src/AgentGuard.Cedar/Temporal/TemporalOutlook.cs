using AgentGuard.Cedar.Temporal.Evaluation;

namespace AgentGuard.Cedar.Temporal;

/// <summary>What events that are still to come could make of a condition. It may say that they could where they cannot, never the other way round.</summary>
/// <param name="coming">The events, with those of their fields that are known already.</param>
/// <param name="request">The values of the request that is decided.</param>
internal sealed class TemporalOutlook(IReadOnlyCollection<TemporalEvent> coming, IReadOnlyDictionary<string, TemporalValue> request)
{
    /// <summary>Whether the condition could come to hold, or to hold no more.</summary>
    public bool CouldBecome(TemporalFormula condition, bool holds) => condition switch
    {
        TemporalFormula.Predicate predicate => holds && coming.Any(happened => Agrees(predicate, happened)),
        TemporalFormula.Conjunction conjunction => conjunction.Parts.Any(part => CouldBecome(part, holds)),
        TemporalFormula.Negation negation => CouldBecome(negation.Operand, !holds),
        TemporalFormula.Formerly formerly => CouldBecome(formerly.Body, holds),
        TemporalFormula.Previous => TemporalParts.Events(condition).Any(predicate => coming.Any(happened => Agrees(predicate, happened))) || (!holds && coming.Count > 0),
        TemporalFormula.Since since => CouldBecome(since.Left, holds) || (holds && CouldBecome(since.Right, holds)),
        TemporalFormula.Exists exists => CouldBecome(exists.Body, holds),
        TemporalFormula.Comparison comparison => Counts(comparison.Left, comparison.Operator, holds) || Counts(comparison.Right, TemporalComparisons.Turned(comparison.Operator), holds),
        _ => false,
    };

    /// <summary>Counts grow, and sums are taken to.</summary>
    private bool Counts(TemporalTerm term, TemporalComparison comparison, bool holds) =>
        term is TemporalTerm.Aggregate aggregate
        && CouldBecome(aggregate.Where, holds: true)
        && comparison switch
        {
            TemporalComparison.Greater or TemporalComparison.GreaterOrEqual => holds,
            TemporalComparison.Less or TemporalComparison.LessOrEqual => !holds,
            _ => true,
        };

    private bool Agrees(TemporalFormula.Predicate predicate, TemporalEvent happened) =>
        happened.Kind == predicate.Kind
        && happened.Action.Equals(predicate.Action)
        && predicate.Fields.All(field =>
            !happened.Fields.TryGetValue(field.Path, out TemporalValue? value)
            || TemporalComparisons.Resolve(field.Value, request) is not { } wanted
            || value.IsSame(wanted));
}
