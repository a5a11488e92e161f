using AgentGuard.Cedar.Values;

namespace AgentGuard.Tests.Guard;

/// <summary>Stores of every kind, of which one step throws or never answers.</summary>
internal sealed class FaultyStores(TimeProvider time) : IInvocationHistoryStore, IAuditStore, IApprovalStore, IRevocationStore, IGrantStore
{
    private readonly InMemoryInvocationHistoryStore _history = new(time);
    private readonly InMemoryAuditStore _audit = new();
    private readonly InMemoryApprovalStore _approvals = new(time);
    private readonly InMemoryRevocationStore _revocations = new();
    private readonly InMemoryGrantStore _grants = new();

    /// <summary>The step that goes wrong, such as <c>Append</c>; null for none.</summary>
    public string? Fails { get; set; }

    /// <summary>Whether it never answers, instead of throwing.</summary>
    public bool Hangs { get; set; }

    /// <summary>What happens once while a call reserves.</summary>
    public Func<Task>? Meanwhile { get; set; }

    /// <summary>Whether it takes no change of a request for a yes, whatever the version.</summary>
    public bool RefusesChanges { get; set; }

    public IReadOnlyList<AuditEntry> Entries => _audit.Entries;

    public void Into(AgentGuardOptions options)
    {
        options.HistoryStore = this;
        options.AuditStore = this;
        options.ApprovalStore = this;
        options.RevocationStore = this;
        options.GrantStore = this;
    }

    public ValueTask<SessionHistory> ReadAsync(SessionKey key, CancellationToken cancellationToken) =>
        Do("Read", () => _history.ReadAsync(key, cancellationToken));

    public ReadOnlyMemory<byte> HashKey => _history.HashKey;

    public TimeSpan Retention => _history.Retention;

    public ValueTask<HistoryEvents> ReadEventsAsync(HistoryPartition partition, long after, CancellationToken cancellationToken) =>
        Do("ReadEvents", () => _history.ReadEventsAsync(partition, after, cancellationToken));

    public ValueTask<IReadOnlyList<DateTimeOffset?>> RecordingSinceAsync(IReadOnlyList<string> needs, CancellationToken cancellationToken) =>
        Do("RecordingSince", () => _history.RecordingSinceAsync(needs, cancellationToken));

    public ValueTask<bool> TryReserveAsync(
        SessionKey key, long version, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Do("TryReserve", async () =>
        {
            (Func<Task>? meanwhile, Meanwhile) = (Meanwhile, null);
            await (meanwhile?.Invoke() ?? Task.CompletedTask);
            return await _history.TryReserveAsync(key, version, invocation, appends, cancellationToken);
        });

    public ValueTask RecordAsync(SessionKey key, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Do("Record", () => _history.RecordAsync(key, invocation, appends, cancellationToken));

    public ValueTask CompleteAsync(
        SessionKey key, string decisionId, InvocationOutcome outcome, IReadOnlyList<string> labels, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Do("Complete", () => _history.CompleteAsync(key, decisionId, outcome, labels, appends, cancellationToken));

    public ValueTask AppendAsync(IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Do("AppendEvents", () => _history.AppendAsync(appends, cancellationToken));

    public ValueTask<bool> ClearRefusalsAsync(string sessionId, CancellationToken cancellationToken) =>
        _history.ClearRefusalsAsync(sessionId, cancellationToken);

    public ValueTask<IReadOnlyList<Invocation>> ListAsync(SessionKey key, CancellationToken cancellationToken) =>
        _history.ListAsync(key, cancellationToken);

    public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        Do("Append", () => _audit.AppendAsync(entry, cancellationToken));

    public ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken) =>
        Do("GetApproval", () => _approvals.GetAsync(id, cancellationToken));

    public ValueTask<bool> TryAddAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
        Do("TryAddApproval", () => _approvals.TryAddAsync(request, cancellationToken));

    public ValueTask<bool> TryUpdateAsync(ApprovalRequest request, CancellationToken cancellationToken) =>
        RefusesChanges ? new(false) : Do("TryUpdateApproval", () => _approvals.TryUpdateAsync(request, cancellationToken));

    public ValueTask<ApprovalRequest?> FindByDigestAsync(string digest, CancellationToken cancellationToken) =>
        Do("FindApproval", () => _approvals.FindByDigestAsync(digest, cancellationToken));

    public ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken) =>
        _approvals.ListPendingAsync(cancellationToken);

    ValueTask<Revocation> IRevocationStore.AddAsync(Revocation revocation, CancellationToken cancellationToken) =>
        _revocations.AddAsync(revocation, cancellationToken);

    ValueTask<bool> IRevocationStore.RemoveAsync(RevocationTarget target, CancellationToken cancellationToken) =>
        _revocations.RemoveAsync(target, cancellationToken);

    ValueTask<Revocation?> IRevocationStore.FindAsync(IReadOnlyList<RevocationTarget> targets, CancellationToken cancellationToken) =>
        Do("FindRevocation", () => _revocations.FindAsync(targets, cancellationToken));

    ValueTask IGrantStore.AddAsync(Grant grant, CancellationToken cancellationToken) => _grants.AddAsync(grant, cancellationToken);

    ValueTask<bool> IGrantStore.RemoveAsync(string id, CancellationToken cancellationToken) => _grants.RemoveAsync(id, cancellationToken);

    ValueTask<IReadOnlyList<Grant>> IGrantStore.FindAsync(EntityUid principal, CancellationToken cancellationToken) =>
        Do("FindGrants", () => _grants.FindAsync(principal, cancellationToken));

    private ValueTask<T> Do<T>(string step, Func<ValueTask<T>> work) =>
        step != Fails ? work()
        : Hangs ? new ValueTask<T>(new TaskCompletionSource<T>().Task)
        : throw new InvalidOperationException($"{step} is broken");

    private async ValueTask Do(string step, Func<ValueTask> work) => await Do(step, async () =>
    {
        await work();
        return true;
    });
}
