namespace AgentGuard;

/// <summary>What this guard knows of one partition: the monitors of its facts. It can be thrown away, and is made again from what the store holds.</summary>
internal sealed class PartitionView(HistoryPartition partition) : IHistoryView
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FactMonitor> _monitors = new(StringComparer.Ordinal);
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private DateTimeOffset _lastUse = DateTimeOffset.MinValue;

    public bool IsIdleSince(DateTimeOffset at)
    {
        lock (_lock)
        {
            return _lastUse < at;
        }
    }

    /// <summary>Brings the monitors of facts up to date, and reads from them what cannot change before it is read.</summary>
    /// <param name="facts">The facts, and until when each is blind where it is made now.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="read">Reads the monitors at a time that is not before their newest event.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The version that was read.</returns>
    /// <exception cref="HistoryUnavailableException">The clock went back.</exception>
    public async ValueTask<long> ReadAsync(
        IReadOnlyList<(HistoryFact Fact, DateTimeOffset? BlindUntil)> facts,
        GuardParts guard,
        Action<IReadOnlyList<FactMonitor>, DateTimeOffset> read,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            long after = Cursor(facts);
            HistoryEvents events = await guard.History.ReadEventsAsync(partition, after, cancellationToken)
                .Within(guard.Options, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                FactMonitor[] monitors = [.. facts.Select(fact => Monitor(fact.Fact, fact.BlindUntil))];
                Hear(monitors, events with { LostAt = guard.Lost.LostAt(partition, events.LostAt) }, after);
                if (Array.TrueForAll(monitors, monitor => monitor.Cursor == monitors[0].Cursor))
                {
                    DateTimeOffset now = guard.NowAfter(_newest);

                    // What was read at a time is forgotten for every time before.
                    (_newest, _lastUse) = (now, now);
                    read(monitors, now);

                    // A partition that the store forgot is at its beginning again.
                    return Math.Min(monitors[0].Cursor, events.Version);
                }
            }
        }
    }

    /// <summary>The event from which on the slowest of some monitors has to hear.</summary>
    private long Cursor(IReadOnlyList<(HistoryFact Fact, DateTimeOffset? BlindUntil)> facts)
    {
        lock (_lock)
        {
            long cursor = long.MaxValue;
            foreach ((HistoryFact fact, _) in facts)
            {
                cursor = Math.Min(cursor, _monitors.TryGetValue(fact.Fingerprint, out FactMonitor? monitor) ? monitor.Cursor : 0);
            }

            return cursor;
        }
    }

    private FactMonitor Monitor(HistoryFact fact, DateTimeOffset? blindUntil)
    {
        if (_monitors.TryGetValue(fact.Fingerprint, out FactMonitor? monitor))
        {
            // The fact may have been away in between, with nobody to write for it.
            monitor.BlindUntil(blindUntil);
        }
        else
        {
            _monitors.Add(fact.Fingerprint, monitor = new FactMonitor(fact, blindUntil));
        }

        return monitor;
    }

    private void Hear(FactMonitor[] monitors, HistoryEvents events, long after)
    {
        foreach (FactMonitor monitor in monitors)
        {
            // Another thread may have been faster, and one that was made meanwhile has to wait for its own beginning.
            if (monitor.Cursor < after)
            {
                continue;
            }

            foreach (HistoryEvent happened in events.Events)
            {
                if (happened.Sequence > monitor.Cursor)
                {
                    monitor.Hear(happened);
                }
            }

            if (events.LostAt is { } lost)
            {
                monitor.BlindFrom(lost);
            }

            // A partition that the store forgot has nothing to tell any more, and its next events have higher numbers.
            monitor.Cursor = events.Version < after ? monitor.Cursor : Math.Max(monitor.Cursor, events.Version);
        }

        if (events.Events.Count > 0 && events.Events[^1].At > _newest)
        {
            _newest = events.Events[^1].At;
        }
    }
}
