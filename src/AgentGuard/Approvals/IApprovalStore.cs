namespace AgentGuard;

/// <summary>
/// Keeps approval requests. Each call is atomic; the guard builds on nothing else, so two processes can share a store.
/// A store that fails denies the call.
/// </summary>
public interface IApprovalStore
{
    /// <summary>Finds a request by its id.</summary>
    /// <param name="id">The id, compared ordinally.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The newest version; null where there is none.</returns>
    ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds a request, unless its id is taken or an open request with the same digest is kept.</summary>
    /// <param name="request">The request, in its first version.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True if it was added.</returns>
    /// <exception cref="InvalidOperationException">The store is full: the call is denied.</exception>
    ValueTask<bool> TryAddAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>Replaces a request, if it is still in the version before.</summary>
    /// <param name="request">The new snapshot; the one that it replaces has its <see cref="ApprovalRequest.Version"/> less 1, and the same digest.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>True if it was replaced; of several callers with one version, one.</returns>
    ValueTask<bool> TryUpdateAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>Finds the request for a call.</summary>
    /// <param name="digest">The digest of the call.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The open one; where none is open, the one that was added last; null where there is none.</returns>
    ValueTask<ApprovalRequest?> FindByDigestAsync(string digest, CancellationToken cancellationToken);

    /// <summary>Lists the requests whose state is pending.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Oldest first. Those whose time is over may be among them.</returns>
    ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken);
}
