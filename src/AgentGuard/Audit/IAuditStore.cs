namespace AgentGuard;

/// <summary>The append-only log of decisions. It throws when it cannot keep an entry, and then the tool does not run.</summary>
public interface IAuditStore
{
    /// <summary>Appends an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>The entry's number, from 1.</returns>
    ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken);
}
