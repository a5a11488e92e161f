namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>The events of one kind within one window, counted or summed once for all conditions that ask for them.</summary>
internal sealed class TallyWindow(PredicateTest test, long seconds)
{
    private readonly WindowMonitor<UInt128> _window = new(seconds);
    private WindowMonitor<UInt128>? _unsummed;
    private long _heard = -1;
    private TemporalRequest? _asked;
    private long _tally;

    public PredicateTest Test => test;

    public void Observe(TemporalEvent happened, long index)
    {
        // Each condition that it is part of tells it of the event.
        if (_heard == index)
        {
            return;
        }

        _heard = index;
        _asked = null;
        UInt128? key = test.KeyOf(happened);
        test.Observe(happened, index);
        if (key is { } one)
        {
            long? number = Number(happened);
            WindowMonitor<UInt128> window = number is null ? _unsummed ??= new(seconds) : _window;
            window.Add(one, happened.At, callId: null, item: null, number ?? 0);
        }
    }

    /// <summary>The count or the sum, with the request as the newest event.</summary>
    /// <exception cref="TemporalFaultException">An event is in the window that cannot be summed, or the sum is no Long.</exception>
    public long Read(TemporalRequest request, TemporalEvent current)
    {
        if (!ReferenceEquals(request, _asked))
        {
            _tally = test.KeyOf(request) is { } key ? Read(key, current) : 0;
            _asked = request;
        }

        return _tally;
    }

    private long Read(UInt128 key, TemporalEvent current)
    {
        bool isNow = test.KeyOf(current) == key;
        long? now = isNow ? Number(current) : 0;
        if (now is null || _unsummed?.Read(key, current.At).Count > 0)
        {
            throw new TemporalFaultException($"it sums `{test.Taken}`, which is no whole number in an event of its window");
        }

        (long count, _, Int128 sum, _) = _window.Read(key, current.At);
        Int128 tally = test.Taken is null ? count + (isNow ? 1 : 0) : sum + now.Value;
        return tally >= long.MinValue && tally <= long.MaxValue ? (long)tally : throw new TemporalFaultException("its sum is no Long");
    }

    private long? Number(TemporalEvent happened) => test.Taken is { } field ? happened.Fields[field].Integer : 0;
}
