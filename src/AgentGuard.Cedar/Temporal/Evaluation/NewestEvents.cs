namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>The newest event of each key.</summary>
internal sealed class NewestEvents(PredicateTest test, long seconds)
{
    private const int Sweep = 1024;

    private readonly Dictionary<UInt128, (long At, long Index)> _newest = [];
    private int _sweepAt = Sweep;

    public TemporalFormula.Predicate Predicate => test.Predicate;

    public void Observe(TemporalEvent happened, long index)
    {
        if (test.KeyOf(happened) is not { } key)
        {
            return;
        }

        _newest[key] = (happened.At, index);
        if (_newest.Count >= _sweepAt)
        {
            foreach (UInt128 old in _newest.Where(entry => happened.At - entry.Value.At > seconds).Select(static entry => entry.Key).ToList())
            {
                _newest.Remove(old);
            }

            // Each key is looked at once for every time that their number doubles.
            _sweepAt = Math.Max(Sweep, 2 * _newest.Count);
        }
    }

    public (long At, long Index)? Find(TemporalRequest request) =>
        test.KeyOf(request) is { } key && _newest.TryGetValue(key, out (long, long) newest) ? newest : null;

    /// <summary>Whether the request is such an event itself.</summary>
    public bool IsNow(TemporalRequest request, TemporalEvent current) => test.KeyOf(current) is { } key && key == test.KeyOf(request);
}
