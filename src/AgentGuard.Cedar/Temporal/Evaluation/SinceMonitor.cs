namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary><c>!Q{ … } since within W P{ … }</c>: the newest anchor is the best, and what happens at it does not break it.</summary>
internal sealed class SinceMonitor(PredicateTest anchor, PredicateTest breaking, long seconds) : TemporalMonitor
{
    private readonly NewestEvents _anchors = new(anchor, seconds);
    private readonly NewestEvents _breaks = new(breaking, seconds);

    public override IEnumerable<TemporalFormula.Predicate> Events => _anchors.Test.Events.Concat(_breaks.Test.Events);

    public override bool HearsAll => _anchors.Test.HearsAll || _breaks.Test.HearsAll;

    public override void Observe(TemporalEvent happened, long index)
    {
        _anchors.Observe(happened, index);
        _breaks.Observe(happened, index);
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current) =>
        _anchors.IsNow(request, current)
        || (!_breaks.IsNow(request, current)
            && _anchors.Find(request) is { } newest
            && current.At - newest.At <= seconds
            && (_breaks.Find(request) is not { } broken || broken.Index <= newest.Index));
}
