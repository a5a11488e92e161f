using System.Security.Cryptography;

namespace AgentGuard;

/// <summary>The events of all partitions in memory. One lock for all of them: a change in several is one step, and takes about a microsecond.</summary>
internal sealed class EventLogs(TimeProvider time, int maxPartitions, int maxEvents, TimeSpan retention)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<HistoryPartition, EventLog> _logs = [];
    private readonly Dictionary<string, DateTimeOffset?> _since = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EventLog[]> _running = new(StringComparer.Ordinal);

    // When an event of a partition that is not here was last not written.
    private DateTimeOffset? _lostAt;
    private long _written;

    public byte[] HashKey { get; } = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    public HistoryEvents Read(HistoryPartition partition, long after)
    {
        lock (_lock)
        {
            return _logs.TryGetValue(partition, out EventLog? log) ? new HistoryEvents(log.Version, log.After(after), log.LostAt) : new HistoryEvents(0, [], LostAt(time.GetUtcNow()));
        }
    }

    /// <param name="needs">The names.</param>
    /// <param name="isEmpty">Whether nothing has happened yet.</param>
    public IReadOnlyList<DateTimeOffset?> Since(IReadOnlyList<string> needs, bool isEmpty)
    {
        lock (_lock)
        {
            DateTimeOffset? now = isEmpty && _logs.Count == 0 ? null : time.GetUtcNow();
            foreach (string ended in _since.Keys.Except(needs).ToList())
            {
                _since.Remove(ended);
            }

            DateTimeOffset?[] since = new DateTimeOffset?[needs.Count];
            for (int i = 0; i < since.Length; i++)
            {
                if (!_since.TryGetValue(needs[i], out since[i]))
                {
                    _since.Add(needs[i], since[i] = now);
                }
            }

            return since;
        }
    }

    /// <summary>Writes to all partitions, if none has moved on and the session says so too, and keeps room for the end of the call.</summary>
    /// <exception cref="HistoryUnavailableException">A partition is full, or the clock went back.</exception>
    public bool TryAppend(string decisionId, IReadOnlyList<PartitionAppend> appends, Func<bool> reserve)
    {
        lock (_lock)
        {
            foreach (PartitionAppend append in appends)
            {
                if (append.ExpectedVersion is { } expected && expected != (_logs.GetValueOrDefault(append.Partition)?.Version ?? 0))
                {
                    return false;
                }
            }

            DateTimeOffset now = time.GetUtcNow();
            Refuse(appends, now);
            if (!reserve())
            {
                return false;
            }

            Write(appends, now);
            EventLog[] kept = [.. appends.Where(static append => append.KeepsRoom).Select(append => Log(append.Partition, now))];
            Array.ForEach(kept, static log => log.Keep());
            if (kept.Length > 0)
            {
                _running[decisionId] = kept;
            }

            return true;
        }
    }

    /// <summary>Writes to all partitions what has happened to a call that was admitted: its room was kept, and is given back.</summary>
    public void Complete(string decisionId, IReadOnlyList<PartitionAppend> appends)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            foreach (PartitionAppend append in appends.Where(static append => append.Events.Count > 0))
            {
                // One that only a newer bundle asks for kept no room, and may not be here.
                if (_logs.ContainsKey(append.Partition) || FindRoom(now) is null)
                {
                    Write([append], now);
                }
                else
                {
                    _lostAt = now;
                }
            }

            if (_running.Remove(decisionId, out EventLog[]? kept))
            {
                Array.ForEach(kept, static log => log.GiveBack());
            }
        }
    }

    /// <summary>Writes to all partitions what has happened, where there is room; where there is none, they know that they have missed it.</summary>
    /// <exception cref="HistoryUnavailableException">A partition is full, or the clock went back.</exception>
    public void AppendOrLose(IReadOnlyList<PartitionAppend> appends)
    {
        lock (_lock)
        {
            DateTimeOffset now = time.GetUtcNow();
            try
            {
                Refuse(appends, now);
            }
            catch (HistoryUnavailableException)
            {
                foreach (PartitionAppend append in appends)
                {
                    if (_logs.TryGetValue(append.Partition, out EventLog? log))
                    {
                        log.Lose(now);
                    }
                    else
                    {
                        _lostAt = now;
                    }
                }

                throw;
            }

            Write(appends, now);
        }
    }

    private void Refuse(IReadOnlyList<PartitionAppend> appends, DateTimeOffset now)
    {
        foreach (PartitionAppend append in appends)
        {
            if (append.Events.Count == 0 && !append.KeepsRoom)
            {
                continue;
            }

            // None is made yet: it would have a version, and nothing has happened in it.
            string? refusal = _logs.TryGetValue(append.Partition, out EventLog? log)
                ? log.RefusalOf(append, now)
                : FindRoom(now);
            if (refusal is not null)
            {
                throw new HistoryUnavailableException(refusal);
            }
        }
    }

    private void Write(IReadOnlyList<PartitionAppend> appends, DateTimeOffset now)
    {
        foreach (PartitionAppend append in appends)
        {
            if (append.Events.Count > 0)
            {
                Log(append.Partition, now).Append(append.Events, now);
                _written += append.Events.Count;
            }
        }
    }

    private EventLog Log(HistoryPartition partition, DateTimeOffset now) =>
        _logs.TryGetValue(partition, out EventLog? log) ? log
        : FindRoom(now) is { } refusal ? throw new HistoryUnavailableException(refusal)
        : _logs[partition] = new EventLog(_written, LostAt(now), maxEvents, retention); // no version comes twice, though a partition may

    /// <summary>What nobody could remember any more has not been lost.</summary>
    private DateTimeOffset? LostAt(DateTimeOffset now) => _lostAt > now - retention ? _lostAt : null;

    /// <returns>Why there is no room for another partition; null where there is.</returns>
    private string? FindRoom(DateTimeOffset now)
    {
        if (_logs.Count >= maxPartitions)
        {
            foreach ((HistoryPartition idle, _) in _logs.Where(known => known.Value.IsIdleSince(now - retention)).ToList())
            {
                _logs.Remove(idle);
            }
        }

        return _logs.Count < maxPartitions ? null : $"the history store is full: {maxPartitions} partitions";
    }
}
