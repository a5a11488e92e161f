using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class ReleaseTests : ApprovalsScene
{
    [Fact]
    public async Task Of_64_parallel_releases_one_succeeds()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");

        bool[] consumed = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await Approvals.TryConsumeAsync(approved, default))));

        Assert.Single(consumed, true);
        Assert.Equal(ApprovalState.Consumed, (await Approvals.GetAsync(approved.Id))!.State);
        Assert.Equal(ApprovalReasons.Consumed, (await Approvals.ApproveAsync(approved.Id, User("finn"))).Reason);
    }

    [Fact]
    public async Task An_approval_is_no_standing_gate()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        Assert.True(await Approvals.TryConsumeAsync(approved, default));

        Assert.Null(await ReleasableAsync());
        ApprovalRequest again = await HoldAsync(Transfer(Finance));
        Assert.NotEqual(approved.Id, again.Id);
        Assert.Equal(ApprovalState.Pending, again.State);
    }

    [Fact]
    public async Task A_request_that_is_not_approved_is_never_used()
    {
        ApprovalRequest pending = await HoldAsync(Transfer(Finance));

        Assert.False(await Approvals.TryConsumeAsync(pending, default));
        Assert.False(await Approvals.TryConsumeAsync(pending with { State = ApprovalState.Approved }, default));
        Assert.False(await CoversAsync(pending, Transfer(Finance)));
    }

    [Fact]
    public async Task A_further_yes_does_not_spoil_a_release_that_is_under_way()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        await ApproveAsync(approved, "finn");

        Assert.True(await Approvals.TryConsumeAsync(approved, default));
    }

    [Fact]
    public async Task A_yes_covers_the_forbids_that_it_was_given_for_and_no_others()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");

        Assert.True(await CoversAsync(approved, Transfer(Finance)));
        Assert.True(await CoversAsync(approved, Transfer()));
        Assert.False(await CoversAsync(approved, Transfer(Finance, Legal)));
        Assert.False(await CoversAsync(approved, Transfer(Finance with { TextHash = "ee55" })));
        Assert.False(await CoversAsync(approved, Transfer(Finance with { PolicyId = "another" })));
        Assert.False(await CoversAsync(approved, Transfer(Finance with { Group = "board" })));
        Assert.False(await CoversAsync(approved, Transfer(Finance with { Quorum = 2 })));
        Assert.False(await CoversAsync(approved, Transfer(Confirmation)));
    }

    [Fact]
    public async Task A_yes_is_bound_to_its_call()
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        ApprovalDraft other = Transfer(Finance) with { ArgumentsDigest = "other" };

        Assert.False(await CoversAsync(approved, other));
        Assert.Null(await Approvals.FindReleasableAsync(other.Digest, default));
    }

    public static TheoryData<string> HowAYesLosesItsGround => ["revoked", "left the group", "no longer permitted"];

    [Theory]
    [MemberData(nameof(HowAYesLosesItsGround))]
    public async Task A_yes_is_checked_again_when_it_is_used_and_a_new_request_takes_its_place(string how)
    {
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "fay");
        Assert.True(await CoversAsync(approved, Transfer(Finance)));
        switch (how)
        {
            case "revoked":
                await Revocations.RevokeAsync(RevocationTarget.Principal(User("fay")));
                break;
            case "left the group":
                Guard.Leave(User("fay"), "finance");
                break;
            default:
                Guard.Forbid(User("fay"));
                break;
        }

        Assert.False(await CoversAsync(approved, Transfer(Finance)));
        ApprovalRequest[] renewed = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
            await Approvals.HoldAsync(Transfer(Finance), approved, default))));

        ApprovalRequest request = Assert.Single(renewed.Distinct());
        Assert.NotEqual(approved.Id, request.Id);
        Assert.Equal(ApprovalState.Pending, request.State);
        ApprovalRequest old = (await Approvals.GetAsync(approved.Id))!;
        Assert.Equal((ApprovalState.Superseded, request.Id), (old.State, old.SupersededBy));
        Assert.False(await Approvals.TryConsumeAsync(approved, default));
    }

    [Fact]
    public async Task A_confirmation_of_somebody_who_is_revoked_is_void()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Confirmation));
        ApprovalRequest confirmed = (await Approvals.ConfirmAsync(request.Id, User("alice"))).Request!;
        await Revocations.RevokeAsync(RevocationTarget.Principal(User("alice")));

        Assert.False(await CoversAsync(confirmed, Transfer(Confirmation)));
    }
}
