namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>A count or a sum over a window, compared with values: <c>count_within(1h, P{ … }) &gt; 5</c>.</summary>
/// <param name="test">The events.</param>
/// <param name="seconds">The window.</param>
/// <param name="comparisons">What the count or the sum is compared with; it stands on the left.</param>
internal sealed class TallyMonitor(PredicateTest test, long seconds, IReadOnlyList<(TemporalComparison Operator, TemporalTerm Right)> comparisons) : TemporalMonitor
{
    private readonly WindowMonitor<UInt128> _window = new(seconds);

    public override IEnumerable<TemporalFormula.Predicate> Events => [test.Predicate];

    public override void Observe(TemporalEvent happened, long index)
    {
        if (test.KeyOf(happened) is { } key)
        {
            _window.Add(key, happened.At, callId: null, item: null, Number(happened));
        }
    }

    public override bool Holds(TemporalRequest request, TemporalEvent current)
    {
        Int128 tally = 0;
        if (test.KeyOf(request) is { } key)
        {
            (long count, _, Int128 sum, _) = _window.Read(key, current.At);
            bool isNow = test.KeyOf(current) == key;
            tally = test.Taken is null ? count + (isNow ? 1 : 0) : sum + (isNow ? Number(current) : 0);
        }

        if (tally < long.MinValue || tally > long.MaxValue)
        {
            throw new TemporalFaultException("the sum of a temporal condition is no Long");
        }

        foreach ((TemporalComparison comparison, TemporalTerm right) in comparisons)
        {
            if (TemporalComparisons.Resolve(right, request.Values) is not { } value || !TemporalComparisons.Holds(TemporalValue.Of((long)tally), comparison, value))
            {
                return false;
            }
        }

        return true;
    }

    private long Number(TemporalEvent happened) => test.Taken is { } field ? happened.Fields[field].Integer ?? 0 : 0;
}
