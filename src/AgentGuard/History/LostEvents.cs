using System.Collections.Concurrent;

namespace AgentGuard;

/// <summary>
/// Events that have happened and could not be written: what looks back to one is unknown. The store that could not take them may not know of them,
/// so the guard remembers them itself, as long as a history is kept.
/// </summary>
internal sealed class LostEvents(GuardParts guard)
{
    private const int MaxPartitions = 10_000;

    private readonly ConcurrentDictionary<HistoryPartition, DateTimeOffset> _partitions = [];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _keys = new(StringComparer.Ordinal);

    /// <summary>An event of a partition was lost now.</summary>
    public void Add(HistoryPartition partition)
    {
        DateTimeOffset now = guard.Now;
        if (_partitions.Count >= MaxPartitions && !_partitions.ContainsKey(partition))
        {
            DateTimeOffset forgotten = now - guard.History.Retention;
            foreach ((HistoryPartition old, _) in _partitions.Where(lost => lost.Value < forgotten))
            {
                _partitions.TryRemove(old, out _);
            }

            if (_partitions.Count >= MaxPartitions)
            {
                AddAll(partition.Key);
                return;
            }
        }

        _partitions[partition] = now;
    }

    /// <summary>An event was lost now of which nobody knows which partition of a key it is of.</summary>
    public void AddAll(string key) => _keys[key] = guard.Now;

    /// <summary>When an event of a partition was last lost; null for never.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="known">What the store says of it.</param>
    public DateTimeOffset? LostAt(HistoryPartition partition, DateTimeOffset? known)
    {
        DateTimeOffset? lost = known;
        if (_partitions.TryGetValue(partition, out DateTimeOffset at) && !(lost > at))
        {
            lost = at;
        }

        return _keys.TryGetValue(partition.Key, out at) && !(lost > at) ? at : lost;
    }
}
