namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary><c>previous within W P{ … }</c>.</summary>
internal sealed class PreviousMonitor(PredicateTest test, long seconds) : TemporalMonitor
{
    private (UInt128? Key, long At) _last;

    public override IEnumerable<TemporalFormula.Predicate> Events => test.Events;

    public override bool HearsAll => true;

    public override void Observe(TemporalEvent happened, long index)
    {
        _last = (test.KeyOf(happened), happened.At);
        test.Observe(happened, index);
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current) =>
        _last.Key is { } key && current.At - _last.At <= seconds && key == test.KeyOf(request);
}
