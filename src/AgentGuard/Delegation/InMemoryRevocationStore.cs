using System.Collections.Concurrent;

namespace AgentGuard;

/// <summary>Revocations of this process, forgotten when it ends. For tests and demos.</summary>
public sealed class InMemoryRevocationStore : IRevocationStore
{
    private readonly ConcurrentDictionary<RevocationTarget, Revocation> _revocations = new();

    /// <inheritdoc/>
    public ValueTask<Revocation> AddAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        return ValueTask.FromResult(_revocations.GetOrAdd(revocation.Target, revocation));
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(RevocationTarget target, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_revocations.TryRemove(target, out _));

    /// <inheritdoc/>
    public ValueTask<Revocation?> FindAsync(IReadOnlyList<RevocationTarget> targets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(targets);
        for (int i = 0; i < targets.Count; i++)
        {
            if (_revocations.TryGetValue(targets[i], out Revocation? revocation))
            {
                return ValueTask.FromResult<Revocation?>(revocation);
            }
        }

        return ValueTask.FromResult<Revocation?>(null);
    }
}
