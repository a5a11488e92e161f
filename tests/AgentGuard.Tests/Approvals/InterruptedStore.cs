namespace AgentGuard.Tests.Approvals;

/// <summary>A store in which something else happens right before the first update.</summary>
internal sealed class InterruptedStore(IApprovalStore inner, Func<Task> interruption) : IApprovalStore
{
    private Func<Task>? _interruption = interruption;

    public ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken) => inner.GetAsync(id, cancellationToken);

    public ValueTask<bool> TryAddAsync(ApprovalRequest request, CancellationToken cancellationToken) => inner.TryAddAsync(request, cancellationToken);

    public async ValueTask<bool> TryUpdateAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _interruption, null) is { } interrupt)
        {
            await interrupt();
        }

        return await inner.TryUpdateAsync(request, cancellationToken);
    }

    public ValueTask<ApprovalRequest?> FindByDigestAsync(string digest, CancellationToken cancellationToken) =>
        inner.FindByDigestAsync(digest, cancellationToken);

    public ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken) => inner.ListPendingAsync(cancellationToken);
}
