namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>Parts that all hold, each perhaps negated, and comparisons of the request's own values.</summary>
internal sealed class CombinedMonitor(IReadOnlyList<(TemporalMonitor Part, bool IsNegated)> parts) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => parts.SelectMany(static part => part.Part.Events);

    public override bool HearsAll => parts.Any(static part => part.Part.HearsAll);

    public override void Observe(TemporalEvent happened, long index)
    {
        foreach ((TemporalMonitor part, _) in parts)
        {
            part.Observe(happened, index);
        }
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current) => parts.All(part => part.Part.Holds(request, current) != part.IsNegated);
}
