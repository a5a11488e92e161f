namespace AgentGuard;

/// <summary>Keeps revocations. Asked before every decision; a store that fails or is late denies the call.</summary>
public interface IRevocationStore
{
    /// <summary>Adds a revocation; what is revoked already stays as it is.</summary>
    /// <param name="revocation">The revocation.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The revocation that now holds: this one, or the one that was there before.</returns>
    ValueTask<Revocation> AddAsync(Revocation revocation, CancellationToken cancellationToken);

    /// <summary>Removes a revocation.</summary>
    /// <param name="target">What was revoked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True if it was revoked.</returns>
    ValueTask<bool> RemoveAsync(RevocationTarget target, CancellationToken cancellationToken);

    /// <summary>Finds out whether any of the targets is revoked.</summary>
    /// <param name="targets">A session, its principals and their hops.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The revocation of the first target that has one; null where none is revoked.</returns>
    ValueTask<Revocation?> FindAsync(IReadOnlyList<RevocationTarget> targets, CancellationToken cancellationToken);
}
