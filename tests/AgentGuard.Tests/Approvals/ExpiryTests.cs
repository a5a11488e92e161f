using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class ExpiryTests : ApprovalsScene
{
    [Fact]
    public async Task A_request_ends_at_its_expiry_and_not_a_tick_before()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        Clock.Advance(Lifetime - TimeSpan.FromTicks(1));
        Assert.Single(await Approvals.ListPendingAsync());
        Assert.True((await Approvals.ApproveAsync(request.Id, User("fay"))).IsAccepted);
        Assert.NotNull(await ReleasableAsync());

        Clock.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(ApprovalState.Expired, (await Approvals.GetAsync(request.Id))!.State);
        Assert.Equal(ApprovalReasons.Expired, (await Approvals.ApproveAsync(request.Id, User("finn"))).Reason);
        Assert.Equal(ApprovalReasons.Expired, (await Approvals.RefuseAsync(request.Id, User("finn"))).Reason);
        Assert.Null(await ReleasableAsync());
        Assert.Empty(await Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task Expiry_runs_to_the_use_of_the_approval_and_not_to_the_yes()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        ApprovalRequest found = (await ReleasableAsync())!;
        Clock.Advance(Lifetime);

        Assert.False(await CoversAsync(found, Transfer(Finance)));
        Assert.False(await Approvals.TryConsumeAsync(approved, default));
    }

    [Fact]
    public async Task An_approval_is_used_up_to_the_last_tick()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        Clock.Advance(Lifetime - TimeSpan.FromTicks(1));

        Assert.True(await CoversAsync(approved, Transfer(Finance)));
        Assert.True(await Approvals.TryConsumeAsync(approved, default));
    }

    [Fact]
    public async Task A_call_held_after_its_request_expired_gets_a_new_one()
    {
        ApprovalRequest old = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        Clock.Advance(Lifetime);

        ApprovalRequest renewed = await HoldAsync(Transfer(Finance));

        Assert.NotEqual(old.Id, renewed.Id);
        Assert.Empty(renewed.Yeses);
    }
}
