using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Takes rights to act back, at once: the next call of a chain that is touched is denied, and so is the release of a held one.</summary>
public sealed class Revocations
{
    private readonly IRevocationStore _store;
    private readonly TimeProvider _time;

    internal Revocations(IRevocationStore store, TimeProvider time)
    {
        _store = store;
        _time = time;
    }

    /// <summary>Revokes a principal, a session or a hop. Once revoked, it stays revoked with its first reason.</summary>
    /// <param name="target">What to revoke.</param>
    /// <param name="reason">Why, for operators.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The revocation that now holds.</returns>
    public ValueTask<Revocation> RevokeAsync(RevocationTarget target, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _store.AddAsync(new Revocation(target, reason, _time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Takes a revocation back.</summary>
    /// <param name="target">What was revoked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True if it was revoked.</returns>
    public ValueTask<bool> RestoreAsync(RevocationTarget target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _store.RemoveAsync(target, cancellationToken);
    }

    /// <summary>What revokes a scope: its session, any principal of its chain, or any hop.</summary>
    internal ValueTask<Revocation?> FindAsync(AgentScope scope, CancellationToken cancellationToken) =>
        _store.FindAsync(scope.RevocationTargets, cancellationToken);

    /// <summary>What revokes people outside a chain: those who edited a call.</summary>
    internal ValueTask<Revocation?> FindAsync(IReadOnlyList<EntityUid> principals, CancellationToken cancellationToken) =>
        _store.FindAsync([.. principals.Select(RevocationTarget.Principal)], cancellationToken);

    /// <summary>Whether somebody outside a chain, an approver, is revoked.</summary>
    internal async ValueTask<bool> IsRevokedAsync(EntityUid principal, CancellationToken cancellationToken) =>
        await FindAsync([principal], cancellationToken).ConfigureAwait(false) is not null;
}
