namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>Parts that all hold.</summary>
internal sealed class CombinedMonitor(IReadOnlyList<TemporalMonitor> parts) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => parts.SelectMany(static part => part.Events);

    public override bool HearsAll => parts.Any(static part => part.HearsAll);

    public override void Observe(TemporalEvent happened, long index)
    {
        foreach (TemporalMonitor part in parts)
        {
            part.Observe(happened, index);
        }
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current) => parts.All(part => part.Holds(request, current));
}
