using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Grants of this process, forgotten when it ends. For tests and demos.</summary>
public sealed class InMemoryGrantStore : IGrantStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Grant> _grants = [];
    private readonly Dictionary<EntityUid, Grant[]> _byPrincipal = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byEnd = new();
    private readonly TimeProvider _time;

    /// <summary>An empty store.</summary>
    /// <param name="timeProvider">Says which grants are over and can be dropped; null for the system's clock.</param>
    public InMemoryGrantStore(TimeProvider? timeProvider = null) => _time = timeProvider ?? TimeProvider.System;

    /// <inheritdoc/>
    public ValueTask AddAsync(Grant grant, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(grant);
        lock (_lock)
        {
            DropEnded();
            _grants.Add(grant.Id, grant);
            _byEnd.Enqueue(grant.Id, grant.NotAfter);
            _byPrincipal[grant.Principal] = [.. Find(grant.Principal), grant];
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(Remove(id));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Grant>> FindAsync(EntityUid principal, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult<IReadOnlyList<Grant>>(Find(principal));
        }
    }

    private Grant[] Find(EntityUid principal) => _byPrincipal.GetValueOrDefault(principal) ?? [];

    private bool Remove(string id)
    {
        if (!_grants.Remove(id, out Grant? grant))
        {
            return false;
        }

        Grant[] left = [.. Find(grant.Principal).Where(other => other.Id != id)];
        if (left.Length == 0)
        {
            _byPrincipal.Remove(grant.Principal);
        }
        else
        {
            _byPrincipal[grant.Principal] = left;
        }

        return true;
    }

    private void DropEnded()
    {
        DateTimeOffset now = _time.GetUtcNow();
        while (_byEnd.TryPeek(out string? id, out DateTimeOffset end) && end <= now)
        {
            _byEnd.Dequeue();
            Remove(id);
        }
    }
}
