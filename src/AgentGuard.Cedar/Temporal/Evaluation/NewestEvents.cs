namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>The newest event of each key.</summary>
internal sealed class NewestEvents(PredicateTest test, long seconds)
{
    private const int FirstSweep = 1024;

    private readonly Dictionary<UInt128, (long At, long Index)> _newest = [];
    private int _sweepAt = FirstSweep;

    public PredicateTest Test => test;

    public void Observe(TemporalEvent happened, long index)
    {
        UInt128? key = test.KeyOf(happened);
        test.Observe(happened, index);
        if (key is { } one)
        {
            _newest[one] = (happened.At, index);
            Sweep(happened.At);
        }
    }

    public (long At, long Index)? Find(TemporalRequest request) =>
        test.KeyOf(request) is { } key && _newest.TryGetValue(key, out (long, long) newest) ? newest : null;

    /// <summary>Whether the request is such an event itself.</summary>
    public bool IsNow(TemporalRequest request, TemporalEvent current) => test.KeyOf(current) is { } key && key == test.KeyOf(request);

    private void Sweep(long now)
    {
        if (_newest.Count >= _sweepAt)
        {
            foreach (UInt128 old in _newest.Where(entry => now - entry.Value.At > seconds).Select(static entry => entry.Key).ToList())
            {
                _newest.Remove(old);
            }

            // Each key is looked at once for every time that their number doubles.
            _sweepAt = Math.Max(FirstSweep, 2 * _newest.Count);
        }
    }
}
