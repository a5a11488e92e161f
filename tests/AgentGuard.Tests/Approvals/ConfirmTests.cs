using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class ConfirmTests : ApprovalsScene
{
    [Fact]
    public async Task Only_the_root_user_confirms()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Confirmation));

        Assert.Equal(ApprovalReasons.NotTheRootUser, (await Approvals.ConfirmAsync(request.Id, User("fay"))).Reason);
        Assert.Equal(ApprovalReasons.NotAUser, (await Approvals.ConfirmAsync(request.Id, Agent("bot"))).Reason);
        Assert.Equal(ApprovalReasons.NothingToApprove, (await Approvals.ApproveAsync(request.Id, User("fay"))).Reason);
        Assert.Equal(ApprovalReasons.NothingToApprove, (await Approvals.ApproveAsync(request.Id, User("alice"))).Reason);
        ApprovalOutcome outcome = await Approvals.ConfirmAsync(request.Id, User("alice"));
        Assert.Equal(ApprovalState.Approved, outcome.Request!.State);
    }

    [Fact]
    public async Task A_confirmation_is_no_approval_and_an_approval_is_no_confirmation()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance, Confirmation));

        Assert.Equal(ApprovalState.Pending, (await Approvals.ConfirmAsync(request.Id, User("alice"))).Request!.State);
        Assert.Equal(ApprovalReasons.ApproverInChain, (await Approvals.ApproveAsync(request.Id, User("alice"))).Reason);
        Assert.Equal(ApprovalState.Approved, (await ApproveAsync(request, "fay")).State);
    }

    [Fact]
    public async Task Where_only_approval_is_asked_for_there_is_nothing_to_confirm()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        Assert.Equal(ApprovalReasons.NothingToConfirm, (await Approvals.ConfirmAsync(request.Id, User("alice"))).Reason);
    }

    [Fact]
    public async Task A_service_at_the_root_cannot_confirm()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Confirmation) with { Chain = [Service("cron"), Agent("bot")] });

        Assert.Equal(ApprovalReasons.NotAUser, (await Approvals.ConfirmAsync(request.Id, Service("cron"))).Reason);
        Assert.Equal(ApprovalReasons.NotTheRootUser, (await Approvals.ConfirmAsync(request.Id, User("cron"))).Reason);
    }
}
