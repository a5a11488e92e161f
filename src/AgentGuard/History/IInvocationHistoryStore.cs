namespace AgentGuard;

/// <summary>Remembers what the calls of a session were and what became of them.</summary>
public interface IInvocationHistoryStore
{
    /// <summary>Reads a session's facts. A session that was never seen has empty ones.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The facts at their newest version.</returns>
    /// <exception cref="SessionMismatchException">The session belongs to another tenant or root.</exception>
    ValueTask<SessionHistory> ReadAsync(SessionKey key, CancellationToken cancellationToken);

    /// <summary>
    /// Reserves room for an admitted call, if nothing has changed since the facts were read: so a decision and its reservation are one step,
    /// and of parallel calls against a limit no more pass than it allows.
    /// </summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="version">The version that was decided on.</param>
    /// <param name="invocation">The call, <see cref="InvocationOutcome.Admitted"/>.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>False if the history has moved on: decide again.</returns>
    ValueTask<bool> TryReserveAsync(SessionKey key, long version, Invocation invocation, CancellationToken cancellationToken);

    /// <summary>Records a call that was refused or held.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="invocation">The call.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>When it is recorded.</returns>
    ValueTask RecordAsync(SessionKey key, Invocation invocation, CancellationToken cancellationToken);

    /// <summary>Records what became of an admitted call.</summary>
    /// <param name="key">The session, its tenant and its root.</param>
    /// <param name="decisionId">The decision that admitted it.</param>
    /// <param name="outcome">Succeeded, unknown or released.</param>
    /// <param name="labels">Labels of what the tool returned.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>When it is recorded.</returns>
    ValueTask CompleteAsync(SessionKey key, string decisionId, InvocationOutcome outcome, IReadOnlyList<string> labels, CancellationToken cancellationToken);

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
