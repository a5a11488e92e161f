using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Keeps grants. Asked for each decision; a store that fails or is late denies the call.</summary>
public interface IGrantStore
{
    /// <summary>Adds a grant.</summary>
    /// <param name="grant">The grant, with an id that is new.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>When it is kept.</returns>
    ValueTask AddAsync(Grant grant, CancellationToken cancellationToken);

    /// <summary>Removes a grant.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True if it was kept until now.</returns>
    ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken);

    /// <summary>Finds what was granted to a principal.</summary>
    /// <param name="principal">The principal.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The principal's grants, in any order. Those that are over may be among them.</returns>
    ValueTask<IReadOnlyList<Grant>> FindAsync(EntityUid principal, CancellationToken cancellationToken);
}
