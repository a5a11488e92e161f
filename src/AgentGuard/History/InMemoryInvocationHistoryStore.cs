using System.Collections.Concurrent;

namespace AgentGuard;

/// <summary>Keeps histories in this process. It forgets sessions that were idle for a day, and takes no new ones over its cap.</summary>
public sealed class InMemoryInvocationHistoryStore : IInvocationHistoryStore
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, SessionLedger> _sessions = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly int _maxSessions;

    /// <summary>Makes an empty store.</summary>
    /// <param name="timeProvider">The clock; null for the system's.</param>
    /// <param name="maxSessions">The most sessions that it remembers at once, at least 1. At the cap a new session is denied: nothing is forgotten to make room.</param>
    public InMemoryInvocationHistoryStore(TimeProvider? timeProvider = null, int maxSessions = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSessions, 1);
        _time = timeProvider ?? TimeProvider.System;
        _maxSessions = maxSessions;
    }

    /// <inheritdoc/>
    public ValueTask<SessionHistory> ReadAsync(SessionKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Ledger(key).Read());

    /// <inheritdoc/>
    public ValueTask<bool> TryReserveAsync(SessionKey key, long version, Invocation invocation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Ledger(key).TryReserve(version, invocation));

    /// <inheritdoc/>
    public ValueTask RecordAsync(SessionKey key, Invocation invocation, CancellationToken cancellationToken)
    {
        Ledger(key).Record(invocation);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(SessionKey key, string decisionId, InvocationOutcome outcome, IReadOnlyList<string> labels, CancellationToken cancellationToken)
    {
        Ledger(key).Complete(decisionId, outcome, labels);
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
                ? _sessions.GetOrAdd(key.SessionId, static (_, arguments) => new SessionLedger(arguments.key, arguments.now), (key, now))
                : throw new InvalidOperationException($"the history store is full: {_maxSessions} sessions");
        }

        ledger.Touch(key, now);
        return ledger;
    }

    private void ForgetIdle(DateTimeOffset now)
    {
        foreach ((string id, SessionLedger ledger) in _sessions)
        {
            if (ledger.IsIdleSince(now - Retention))
            {
                _sessions.TryRemove(id, out _);
            }
        }
    }
}
