namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary><c>previous within W P{ … }</c>.</summary>
internal sealed class PreviousMonitor(PredicateTest test, long seconds) : TemporalMonitor
{
    private TemporalEvent? _last;

    public override IEnumerable<TemporalFormula.Predicate> Events => [test.Predicate];

    public override bool HearsAll => true;

    public override void Observe(TemporalEvent happened, long index) => _last = happened;

    public override bool Holds(TemporalRequest request, TemporalEvent current) =>
        _last is { } last && current.At - last.At <= seconds && test.KeyOf(last) is { } key && key == test.KeyOf(request);
}
