using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Keeps one fact up to date in one partition, event by event. Not for several threads.</summary>
/// <param name="fact">The fact.</param>
/// <param name="blindUntil">Until when it may have missed events; null where it has missed none.</param>
internal sealed class FactMonitor(HistoryFact fact, DateTimeOffset? blindUntil)
{
    private readonly WindowMonitor<UInt128> _window = new(fact.Window?.Ticks ?? long.MaxValue);
    private readonly Dictionary<string, (UInt128 Key, ToolId Tool)> _running = new(StringComparer.Ordinal);
    private DateTimeOffset? _blindUntil = blindUntil;

    /// <summary>The event that it heard last.</summary>
    public long Cursor { get; set; }

    /// <summary>Hears of an event.</summary>
    public void Hear(HistoryEvent happened)
    {
        switch (happened.Kind)
        {
            case HistoryEventKinds.Admitted when fact.Awaits(happened.Tool) && KeyOf(happened) is { } key:
                _running[happened.CallId] = (key, happened.Tool!);
                break;
            case HistoryEventKinds.Released:
                _window.Retract(happened.CallId);
                break;
            case HistoryEventKinds.Response or HistoryEventKinds.Error:
                _window.Settle(happened.CallId);
                break;
        }

        if (happened.Kind is HistoryEventKinds.Response or HistoryEventKinds.Error or HistoryEventKinds.Released)
        {
            _running.Remove(happened.CallId);
        }

        if (fact.Break?.Matches(happened) == true)
        {
            if (KeyOf(happened) is { } broken)
            {
                _window.Clear(broken, fact.Break.Kind == HistoryEventKinds.Admitted ? happened.CallId : null);
            }
            else if (!HistoryEventKinds.IsOfRefused(happened.Kind))
            {
                BlindFrom(happened.At);
            }
        }

        if (fact.Counts.Matches(happened))
        {
            Count(happened);
        }
    }

    /// <summary>Remembers that an event was lost: until it would have left the window, nobody can say what it would have told.</summary>
    public void BlindFrom(DateTimeOffset at)
    {
        BlindUntil(fact.Window is { } window && at < DateTimeOffset.MaxValue - window ? at + window : DateTimeOffset.MaxValue);
    }

    /// <summary>Says until when it may miss something; null for no time.</summary>
    public void BlindUntil(DateTimeOffset? until) => _blindUntil = until is null || _blindUntil > until ? _blindUntil : until;

    /// <summary>Whether it knows all that it tells.</summary>
    public bool Knows(DateTimeOffset now) => _blindUntil is not { } until || now > until;

    /// <summary>What policies read.</summary>
    /// <returns>Null where there is nothing to tell, which only the newest of no events is.</returns>
    /// <exception cref="OverflowException">A sum is no Cedar Long.</exception>
    public Value? Read(UInt128 key, DateTimeOffset now)
    {
        (long count, long distinct, Int128 sum, long? newest) = _window.Read(key, now.UtcTicks);
        return fact.Kind switch
        {
            FactKind.Seen => count > 0,
            FactKind.Distinct => distinct,
            FactKind.Sum => checked((long)sum),
            FactKind.Last => newest is { } at ? (now.UtcTicks - at) / TimeSpan.TicksPerSecond : null,
            _ => count,
        };
    }

    /// <summary>A tool that was called, has not ended, and would count if it did.</summary>
    public ToolId? Running(UInt128 key)
    {
        foreach ((UInt128 Key, ToolId Tool) call in _running.Values)
        {
            if (call.Key == key)
            {
                return call.Tool;
            }
        }

        return null;
    }

    private void Count(HistoryEvent happened)
    {
        EventField item = default;
        bool hasItem = fact.Field is null || happened.Fields.TryGetValue(fact.Field, out item);
        if (KeyOf(happened) is not { } key || !hasItem || (fact.Kind == FactKind.Sum && item.Number is null))
        {
            if (!HistoryEventKinds.IsOfRefused(happened.Kind))
            {
                BlindFrom(happened.At);
            }

            return;
        }

        string? callId = fact.Counts.Kind == HistoryEventKinds.Admitted ? happened.CallId : null;
        _window.Add(key, happened.At.UtcTicks, callId, fact.Kind == FactKind.Distinct ? item.Hash : null, fact.Kind == FactKind.Sum ? item.Number!.Value : 0);
    }

    private UInt128? KeyOf(HistoryEvent happened)
    {
        UInt128 key = 0;
        foreach (FactMatch match in fact.Where)
        {
            if (!happened.Fields.TryGetValue(match.EventField, out EventField value))
            {
                return null;
            }

            key = FactKey.With(key, value);
        }

        return key;
    }
}
