namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>A comparison of the request's own values.</summary>
internal sealed class RequestMonitor(TemporalFormula.Comparison comparison) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => [];

    public override void Observe(TemporalEvent happened, long index)
    {
    }

    public override bool Holds(IReadOnlyDictionary<string, TemporalValue> request, TemporalEvent current) =>
        TemporalComparisons.Resolve(comparison.Left, request) is { } left
        && TemporalComparisons.Resolve(comparison.Right, request) is { } right
        && TemporalComparisons.Holds(left, comparison.Operator, right);
}
