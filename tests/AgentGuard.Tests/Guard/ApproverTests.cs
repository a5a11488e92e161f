using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>Whose yes counts, by the policies and people of a real bundle: when it is given, and again when it is used.</summary>
public sealed class ApproverTests
{
    private const string Held = """
        permit (principal == User::"alice", action, resource);
        permit (principal == Agent::"bot", action, resource);
        @id("big") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource);

        """;

    private const string FinanceApproves = """
        permit (principal in Group::"finance", action == Action::"agentguard.approve", resource);

        """;

    [Theory]
    [InlineData("User", "alice", ApprovalReasons.ApproverInChain)]
    [InlineData("Agent", "bot", ApprovalReasons.NotAUser)]
    [InlineData("Agent", "fay", ApprovalReasons.NotAUser)]
    [InlineData("Service", "fay", ApprovalReasons.NotAUser)]
    [InlineData("Group", "finance", ApprovalReasons.NotAUser)]
    [InlineData("User", "Fay", ApprovalReasons.NotInGroup)]
    [InlineData("User", "stranger", ApprovalReasons.NotInGroup)]
    [InlineData("User", "gus", ApprovalReasons.NotPermitted)]
    public async Task A_yes_of_somebody_else_than_a_permitted_member_of_the_group_outside_the_chain_releases_nothing(string type, string id, string reason)
    {
        using GuardScene scene = new(Held + FinanceApproves + "@id(\"no-gus\") forbid (principal == User::\"gus\", action == Action::\"agentguard.approve\", resource);");
        ApprovalRequest held = await scene.AssertHeldAsync();

        ApprovalOutcome outcome = await scene.Guard.Approvals.ApproveAsync(held.Id, new EntityUid(type, id));

        Assert.Equal(reason, outcome.Reason);
        Assert.False(outcome.IsAccepted);
        Assert.Equal(held.Id, (await scene.AssertHeldAsync()).Id);
        Assert.Empty((await scene.Guard.Approvals.GetAsync(held.Id))!.Yeses);
    }

    [Theory]
    [InlineData("")]
    [InlineData(FinanceApproves + "forbid (principal, action == Action::\"agentguard.approve\", resource) when { context.missing > 1 };")]
    [InlineData(FinanceApproves + "@id(\"b\") @approval(\"board\") forbid (principal, action == Action::\"agentguard.approve\", resource);")]
    [InlineData("permit (principal, action == Action::\"agentguard.approve\", resource) when { context.missing > 1 };")]
    [InlineData("@id(\"s\") @shadow permit (principal, action == Action::\"agentguard.approve\", resource);")]
    public async Task A_member_whom_no_policy_permits_or_any_forbids_or_whose_policy_fails_approves_nothing(string policies)
    {
        using GuardScene scene = new(Held + policies);
        ApprovalRequest held = await scene.AssertHeldAsync();

        Assert.Equal(ApprovalReasons.NotPermitted, (await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).Reason);

        Assert.Equal(held.Id, (await scene.AssertHeldAsync()).Id);
    }

    [Fact]
    public async Task A_yes_must_be_permitted_for_every_resource_of_the_call()
    {
        using GuardScene scene = new(
            Held + "permit (principal in Group::\"finance\", action == Action::\"agentguard.approve\", resource == Account::\"a\");",
            """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""");
        ApprovalRequest one = await scene.AssertHeldAsync("""{"to":["a"]}""");
        ApprovalRequest two = await scene.AssertHeldAsync("""{"to":["a","b"]}""");

        Assert.True((await scene.Guard.Approvals.ApproveAsync(one.Id, User("fay"))).IsAccepted);
        Assert.Equal(ApprovalReasons.NotPermitted, (await scene.Guard.Approvals.ApproveAsync(two.Id, User("fay"))).Reason);
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("forbidden")]
    [InlineData("left the group")]
    public async Task A_yes_that_lost_its_ground_releases_nothing_and_a_new_one_is_asked_for(string how)
    {
        using GuardScene scene = new(Held + FinanceApproves);
        ApprovalRequest held = await scene.AssertHeldAsync();
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);

        switch (how)
        {
            case "revoked":
                await scene.Guard.Revocations.RevokeAsync(RevocationTarget.Principal(User("fay")));
                break;
            case "forbidden":
                scene.Edit(Held + FinanceApproves + "forbid (principal == User::\"fay\", action == Action::\"agentguard.approve\", resource);");
                break;
            default:
                scene.Edit(Held + FinanceApproves, people: """[ { "uid": { "type": "User", "id": "gus" }, "attrs": {}, "parents": [{ "type": "Group", "id": "finance" }] } ]""");
                break;
        }

        Assert.True(scene.Guard.Policies.Reload());
        ApprovalRequest asked = await scene.AssertHeldAsync();

        Assert.NotEqual(held.Id, asked.Id);
        Assert.Empty(asked.Yeses);
        Assert.Equal(ApprovalState.Superseded, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
        Assert.True((await scene.Guard.Approvals.ApproveAsync(asked.Id, User("gus"))).IsAccepted);
        await scene.AssertExecutedAsync();
    }
}
