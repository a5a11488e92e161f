namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>A count or a sum over a window, compared with values: <c>count_within(1h, P{ … }) &gt; 5</c>.</summary>
/// <param name="window">The events.</param>
/// <param name="comparisons">What the count or the sum is compared with; it stands on the left.</param>
internal sealed class TallyMonitor(TallyWindow window, IReadOnlyList<(TemporalComparison Operator, TemporalTerm Right)> comparisons) : TemporalMonitor
{
    public override IEnumerable<TemporalFormula.Predicate> Events => window.Test.Events;

    public override bool HearsAll => window.Test.HearsAll;

    public override void Observe(TemporalEvent happened, long index) => window.Observe(happened, index);

    public override bool Holds(TemporalRequest request, TemporalEvent current)
    {
        long tally = window.Read(request, current);
        foreach ((TemporalComparison comparison, TemporalTerm right) in comparisons)
        {
            if (TemporalComparisons.Resolve(right, request.Values) is not { } value || !Holds(tally, comparison, value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Without making a value of the tally where it is compared with a number, which is nearly always.</summary>
    private static bool Holds(long tally, TemporalComparison comparison, TemporalValue value) =>
        value.Integer is { } number ? TemporalComparisons.Holds(tally, comparison, number) : TemporalComparisons.HoldsStrictly(TemporalValue.Of(tally), comparison, value);
}
