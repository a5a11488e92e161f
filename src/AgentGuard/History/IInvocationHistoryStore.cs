namespace AgentGuard;

/// <summary>
/// Remembers what the calls of a session were and what became of them, and the events that history facts count. A session's totals are the
/// store's to keep; events it keeps in order, by partition, and knows nothing of what they are counted for.
/// </summary>
public interface IInvocationHistoryStore
{
    /// <summary>The secret with which values are hashed before they are kept, at least 32 bytes: the same for all guards over one history.</summary>
    ReadOnlyMemory<byte> HashKey { get; }

    /// <summary>How long events are kept at least. A fact that looks back further is refused when its bundle is loaded.</summary>
    TimeSpan Retention { get; }

    /// <summary>Reads a session's facts. A session that was never seen has empty ones.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The facts at their newest version.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to another tenant or root.</exception>
    ValueTask<SessionHistory> ReadAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>Reads the events of a partition.</summary>
    /// <param name="partition">The partition; one that was never written to has none.</param>
    /// <param name="after">The version after which they came; 0 for all.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The events, and the version that they lead to.</returns>
    ValueTask<HistoryEvents> ReadEventsAsync(HistoryPartition partition, long after, CancellationToken cancellationToken);

    /// <summary>
    /// Says which events are written from now on, so that a fact that is new knows what it has missed. What is not named any more is written no longer, and is new
    /// when it is named again.
    /// </summary>
    /// <param name="needs">Names of all that facts and conditions need, by which they are found again; none of them for who needs nothing.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>For each since when it is written; null where it always was, because the history was empty when it was first named.</returns>
    ValueTask<IReadOnlyList<DateTimeOffset?>> RecordingSinceAsync(IReadOnlyList<string> needs, CancellationToken cancellationToken);

    /// <summary>
    /// Reserves room for an admitted call, if nothing has changed since the facts were read: so a decision and its reservation are one step,
    /// and of parallel calls against a limit no more pass than it allows. All partitions are written, or none.
    /// </summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="version">The version that was decided on.</param>
    /// <param name="invocation">The call, <see cref="InvocationOutcome.Admitted"/>.</param>
    /// <param name="appends">What the partitions get, each once and in their order. Room is kept for what is to come of the call.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>False if the session or a partition has moved on: decide again.</returns>
    /// <exception cref="HistoryUnavailableException">A partition is full, or the clock went back. Nothing is forgotten to make room.</exception>
    ValueTask<bool> TryReserveAsync(
        SessionKey key, long version, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken);

    /// <summary>Records a call that was refused or held.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="appends">What the partitions get, each once and in their order.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>When it is recorded.</returns>
    ValueTask RecordAsync(SessionKey key, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken);

    /// <summary>Records what became of an admitted call.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="decisionId">The decision that admitted it.</param>
    /// <param name="outcome">Succeeded, unknown or released.</param>
    /// <param name="labels">Labels of what the tool returned.</param>
    /// <param name="appends">What the partitions get, each once and in their order.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>When it is recorded.</returns>
    ValueTask CompleteAsync(
        SessionKey key,
        string decisionId,
        InvocationOutcome outcome,
        IReadOnlyList<string> labels,
        IReadOnlyList<PartitionAppend> appends,
        CancellationToken cancellationToken);

    /// <summary>Writes events of the host's.</summary>
    /// <param name="appends">What the partitions get, each once and in their order.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>When they are written.</returns>
    /// <exception cref="HistoryUnavailableException">A partition is full, or the clock went back.</exception>
    ValueTask AppendAsync(IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken);

    /// <summary>Forgets a session's refusals in a row, so that a held session may go on.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>True if the session is known.</returns>
    ValueTask<bool> ClearRefusalsAsync(string sessionId, CancellationToken cancellationToken);

    /// <summary>The newest calls of a session, for operators.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The calls, oldest first; a store may keep only the newest.</returns>
    ValueTask<IReadOnlyList<Invocation>> ListAsync(SessionKey key, CancellationToken cancellationToken);
}
