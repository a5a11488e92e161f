using System.Runtime.InteropServices;

namespace AgentGuard;

/// <summary>The events of one partition in memory, oldest first. Not for several threads.</summary>
internal sealed class EventLog(long version, DateTimeOffset? lostAt, int maxEvents, TimeSpan retention)
{
    private List<HistoryEvent> _events = [];
    private int _first;
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private int _kept;

    public long Version { get; private set; } = version;

    /// <summary>When an event was last not written, because there was no room; null for never.</summary>
    public DateTimeOffset? LostAt { get; private set; } = lostAt;

    /// <summary>Whether nothing is left to be told.</summary>
    public bool IsIdleSince(DateTimeOffset at) => _newest < at && _kept == 0;

    public IReadOnlyList<HistoryEvent> After(long version)
    {
        int held = _events.Count - _first;
        int count = (int)Math.Min(Math.Max(Version - version, 0), held);
        return count == 0 ? [] : CollectionsMarshal.AsSpan(_events)[^count..].ToArray();
    }

    /// <summary>Why no event can be written now; null where it can.</summary>
    public string? RefusalOf(PartitionAppend append, DateTimeOffset now)
    {
        Forget(now - retention);
        return now < _newest ? "the clock went back behind the newest event of a history"
            : _events.Count - _first + _kept + append.Events.Count + (append.KeepsRoom ? 1 : 0) > maxEvents ? $"a history is full: {maxEvents} events"
            : null;
    }

    /// <summary>Remembers that an event could not be written: what it would have told is unknown from now on.</summary>
    public void Lose(DateTimeOffset now) => LostAt = now > _newest ? now : _newest;

    /// <summary>Keeps room for the end of a call.</summary>
    public void Keep() => _kept++;

    /// <summary>The call has ended: what it brought is written.</summary>
    public void GiveBack() => _kept--;

    /// <summary>Writes what cannot be refused any more; the clock stands still where it went back.</summary>
    public void Append(IReadOnlyList<HistoryEvent> events, DateTimeOffset now)
    {
        _newest = now > _newest ? now : _newest;
        foreach (HistoryEvent written in events)
        {
            _events.Add(written with { Sequence = ++Version, At = _newest });
        }
    }

    private void Forget(DateTimeOffset before)
    {
        while (_first < _events.Count && _events[_first].At < before)
        {
            _first++;
        }

        // Moved only once half of it is gone, so that forgetting costs each event a constant.
        if (_first > _events.Count / 2)
        {
            _events = _events[_first..];
            _first = 0;
        }
    }
}
