using System.Collections.Concurrent;

namespace AgentGuard;

/// <summary>
/// Keeps histories in this process. It forgets sessions that were idle for a day, and takes no new ones over its cap. An event takes about 200 bytes,
/// and 60 more for each value that facts name.
/// </summary>
public sealed class InMemoryInvocationHistoryStore : IInvocationHistoryStore
{
    private static readonly TimeSpan s_sessionRetention = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, SessionLedger> _sessions = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly EventLogs _events;
    private readonly int _maxSessions;
    private readonly DateTimeOffset _madeAt;
    private volatile bool _hasForgotten;

    /// <summary>Makes an empty store.</summary>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="maxSessions">The most sessions, and the most partitions of events, that it remembers at once, at least 1. At the cap a new one is denied: nothing is forgotten to make room.</param>
    /// <param name="maxEvents">The most events of a partition, at least 4. At the cap what would write another is denied, until events are older than the retention.</param>
    /// <param name="retention">How long events are kept, above zero; null for 7 days.</param>
    public InMemoryInvocationHistoryStore(TimeProvider? timeProvider = null, int maxSessions = 10_000, int maxEvents = 100_000, TimeSpan? retention = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSessions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEvents, 4);
        Retention = retention ?? TimeSpan.FromDays(7);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retention, TimeSpan.Zero, nameof(retention));
        _time = timeProvider ?? TimeProvider.System;
        _maxSessions = maxSessions;
        _madeAt = _time.GetUtcNow();
        _events = new EventLogs(_time, maxSessions, maxEvents, Retention);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> HashKey => _events.HashKey;

    /// <inheritdoc/>
    public TimeSpan Retention { get; }

    /// <inheritdoc/>
    public ValueTask<SessionHistory> ReadAsync(SessionKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Ledger(key).Read());

    /// <inheritdoc/>
    public ValueTask<HistoryEvents> ReadEventsAsync(HistoryPartition partition, long after, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_events.Read(partition, after));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DateTimeOffset?>> RecordingSinceAsync(IReadOnlyList<string> needs, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_events.Since(needs, _sessions.IsEmpty));

    /// <inheritdoc/>
    public ValueTask<bool> TryReserveAsync(
        SessionKey key, long version, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken)
    {
        SessionLedger ledger = Ledger(key);
        return ValueTask.FromResult(appends.Count == 0
            ? ledger.TryReserve(version, invocation)
            : _events.TryAppend(invocation.DecisionId, appends, () => ledger.TryReserve(version, invocation)));
    }

    /// <inheritdoc/>
    public ValueTask RecordAsync(SessionKey key, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken)
    {
        Ledger(key).Record(invocation);
        if (appends.Count > 0)
        {
            _events.AppendOrLose(appends);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(
        SessionKey key,
        string decisionId,
        InvocationOutcome outcome,
        IReadOnlyList<string> labels,
        IReadOnlyList<PartitionAppend> appends,
        CancellationToken cancellationToken)
    {
        Ledger(key).Complete(decisionId, outcome, labels);
        _events.Complete(decisionId, appends);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken)
    {
        _events.AppendOrLose(appends);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ClearRefusalsAsync(string sessionId, CancellationToken cancellationToken)
    {
        bool known = _sessions.TryGetValue(sessionId, out SessionLedger? ledger);
        ledger?.ClearRefusals();
        return ValueTask.FromResult(known);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Invocation>> ListAsync(SessionKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Ledger(key).List());

    private SessionLedger Ledger(SessionKey key)
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (!_sessions.TryGetValue(key.SessionId, out SessionLedger? ledger))
        {
            if (_sessions.Count >= _maxSessions)
            {
                ForgetIdle(now);
            }

            ledger = _sessions.Count < _maxSessions
                ? _sessions.GetOrAdd(key.SessionId, static (_, arguments) => new SessionLedger(arguments.key, arguments.startedAt, arguments.now), (key, startedAt: _hasForgotten ? _madeAt : now, now))
                : throw new InvalidOperationException($"the history store is full: {_maxSessions} sessions");
        }

        ledger.Touch(key, now);
        return ledger;
    }

    private void ForgetIdle(DateTimeOffset now)
    {
        foreach ((string id, SessionLedger ledger) in _sessions)
        {
            if (ledger.IsIdleSince(now - s_sessionRetention))
            {
                // Any session that seems new may be one of these, and may have been here from the start.
                _hasForgotten = true;
                _sessions.TryRemove(id, out _);
            }
        }
    }
}
