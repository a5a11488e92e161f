namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>An event that is the request itself.</summary>
internal sealed class CurrentMonitor(PredicateTest test) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => [];

    public override void Observe(TemporalEvent happened, long index)
    {
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current) => test.KeyOf(current) is { } key && key == test.KeyOf(request);
}
