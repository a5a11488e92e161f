using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

/// <summary>
/// alice's bot asks. fay, finn and fritz are in finance and lea is in legal; that alice, her bot and a service are in finance too helps nobody.
/// </summary>
public abstract class ApprovalsScene
{
    protected static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private protected ApprovalsScene()
    {
        Revocations = new Revocations(new InMemoryRevocationStore(), Clock);
        Approvals = Over(new InMemoryApprovalStore(Clock));
        foreach (string name in new[] { "fay", "finn", "fritz", "alice" })
        {
            Guard.Join(User(name), "finance");
        }

        Guard.Join(User("lea"), "legal");
        Guard.Join(Service("robot"), "finance");
        Guard.Join(Agent("bot"), "finance");
    }

    private protected ManualTimeProvider Clock { get; } = new();

    private protected StubAuthority Guard { get; } = new();

    private protected Revocations Revocations { get; }

    private protected AgentGuard.Approvals Approvals { get; }

    private protected AgentGuard.Approvals Over(IApprovalStore store) => new(store, Guard, Revocations, Clock);

    private protected Task<ApprovalRequest> HoldAsync(ApprovalDraft draft) => Approvals.HoldAsync(draft, null, default).AsTask();

    private protected async Task<ApprovalRequest> ApproveAsync(ApprovalRequest request, string user)
    {
        ApprovalOutcome outcome = await Approvals.ApproveAsync(request.Id, User(user));
        Assert.Null(outcome.Reason);
        return outcome.Request!;
    }

    private protected ValueTask<ApprovalRequest?> ReleasableAsync() => Approvals.FindReleasableAsync(Transfer(Finance).Digest, default);

    private protected ValueTask<bool> CoversAsync(ApprovalRequest request, ApprovalDraft draft) => Approvals.CoversAsync(request, draft, default);
}
