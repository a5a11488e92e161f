namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>The events of one kind within one window, counted or summed once for all conditions that ask for them.</summary>
internal sealed class TallyWindow(PredicateTest test, long seconds)
{
    private readonly WindowMonitor<UInt128> _window = new(seconds);
    private long _heard = -1;
    private TemporalRequest? _asked;
    private Int128 _tally;

    public TemporalFormula.Predicate Predicate => test.Predicate;

    public void Observe(TemporalEvent happened, long index)
    {
        // Each condition that it is part of tells it of the event.
        if (_heard == index)
        {
            return;
        }

        _heard = index;
        _asked = null;
        if (test.KeyOf(happened) is { } key)
        {
            _window.Add(key, happened.At, callId: null, item: null, Number(happened));
        }
    }

    public Int128 Read(TemporalRequest request, TemporalEvent current)
    {
        if (!ReferenceEquals(request, _asked))
        {
            _tally = 0;
            if (test.KeyOf(request) is { } key)
            {
                (long count, _, Int128 sum, _) = _window.Read(key, current.At);
                bool isNow = test.KeyOf(current) == key;
                _tally = test.Taken is null ? count + (isNow ? 1 : 0) : sum + (isNow ? Number(current) : 0);
            }

            _asked = request;
        }

        return _tally;
    }

    private long Number(TemporalEvent happened) => test.Taken is { } field ? happened.Fields[field].Integer ?? 0 : 0;
}
