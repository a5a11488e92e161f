namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>A comparison of the request's own values.</summary>
internal sealed class RequestMonitor(TemporalFormula.Comparison comparison) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => [];

    public override void Observe(TemporalEvent happened, long index)
    {
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current) =>
        TemporalComparisons.Resolve(comparison.Left, request.Values) is { } left
        && TemporalComparisons.Resolve(comparison.Right, request.Values) is { } right
        && TemporalComparisons.HoldsStrictly(left, comparison.Operator, right);
}
