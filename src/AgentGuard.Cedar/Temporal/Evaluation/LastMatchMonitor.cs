namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary><c>formerly within W P{ … }</c>.</summary>
internal sealed class LastMatchMonitor(PredicateTest test, long seconds) : TemporalMonitor
{
    private readonly NewestEvents _events = new(test, seconds);

    public override IEnumerable<TemporalFormula.Predicate> Events => _events.Test.Events;

    public override bool HearsAll => _events.Test.HearsAll;

    public override void Observe(TemporalEvent happened, long index) => _events.Observe(happened, index);

    public override bool Holds(TemporalRequest request, TemporalEvent current) =>
        _events.IsNow(request, current) || (_events.Find(request) is { } newest && current.At - newest.At <= seconds);
}
