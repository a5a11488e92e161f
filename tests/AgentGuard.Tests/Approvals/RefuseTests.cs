using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class RefuseTests : ApprovalsScene
{
    [Fact]
    public async Task A_refused_call_stays_refused_until_its_request_would_have_expired()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        ApprovalOutcome refused = await Approvals.RefuseAsync(request.Id, User("fay"));
        Assert.Equal((ApprovalState.Refused, User("fay")), (refused.Request!.State, refused.Request.RefusedBy!));

        Clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Equal(refused.Request, await HoldAsync(Transfer(Finance)));
        Assert.Equal(refused.Request, await HoldAsync(Transfer(Finance, Legal)));
        Assert.Equal(ApprovalReasons.Refused, (await Approvals.ApproveAsync(request.Id, User("finn"))).Reason);
        Assert.Null(await ReleasableAsync());

        Clock.Advance(TimeSpan.FromTicks(1));
        ApprovalRequest renewed = await HoldAsync(Transfer(Finance));
        Assert.NotEqual(request.Id, renewed.Id);
        Assert.Equal(ApprovalState.Pending, renewed.State);
    }

    [Fact]
    public async Task A_refusal_that_comes_in_between_is_not_overlooked()
    {
        InMemoryApprovalStore store = new(Clock);
        AgentGuard.Approvals approver = Over(store);
        ApprovalRequest request = await approver.HoldAsync(Transfer(Finance), null, default);
        InterruptedStore interrupted = new(store, async () => await approver.RefuseAsync(request.Id, User("fay")));
        AgentGuard.Approvals agent = Over(interrupted);

        ApprovalRequest held = await agent.HoldAsync(Transfer(Finance, Legal), null, default);

        Assert.Equal((request.Id, ApprovalState.Refused), (held.Id, held.State));
        Assert.Empty(await agent.ListPendingAsync());
    }

    [Fact]
    public async Task Only_who_could_approve_and_the_root_user_can_refuse()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        Assert.Equal(ApprovalReasons.NotInGroup, (await Approvals.RefuseAsync(request.Id, User("lea"))).Reason);
        Assert.Equal(ApprovalReasons.NotAUser, (await Approvals.RefuseAsync(request.Id, Agent("bot"))).Reason);
        Assert.True((await Approvals.RefuseAsync(request.Id, User("alice"))).IsAccepted);
    }

    [Fact]
    public async Task A_call_can_be_refused_until_it_is_released()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        ApprovalRequest approved = await ApproveAsync(request, "fay");

        Assert.True((await Approvals.RefuseAsync(request.Id, User("finn"))).IsAccepted);
        Assert.False(await Approvals.TryConsumeAsync(approved, default));
        Assert.Equal(ApprovalState.Refused, (await Approvals.GetAsync(request.Id))!.State);
    }
}
