using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;
using static AgentGuard.Tests.Approvals.ApprovalDrafts;

namespace AgentGuard.Tests.Approvals;

public sealed class ApproveTests : ApprovalsScene
{
    [Fact]
    public async Task A_yes_of_a_member_of_the_group_releases_the_call()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));
        Assert.Null(await ReleasableAsync());

        ApprovalOutcome outcome = await Approvals.ApproveAsync(request.Id, User("fay"));

        Assert.True(outcome.IsAccepted);
        Assert.Equal(ApprovalState.Approved, outcome.Request!.State);
        Assert.Equal([new ApprovalYes(User("fay"), ManualTimeProvider.Start)], outcome.Request.Yeses);
        Assert.Equal(outcome.Request, await ReleasableAsync());
        Assert.True(await CoversAsync(outcome.Request, Transfer(Finance)));
    }

    [Fact]
    public async Task An_unknown_id_is_no_request()
    {
        ApprovalOutcome outcome = await Approvals.ApproveAsync("apr_0000000000", User("fay"));

        Assert.Equal(ApprovalReasons.UnknownRequest, outcome.Reason);
        Assert.Null(outcome.Request);
        Assert.Null(await Approvals.GetAsync("apr_0000000000"));
    }

    [Fact]
    public async Task Ids_are_exact()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        Assert.Equal(ApprovalReasons.UnknownRequest, (await Approvals.ApproveAsync(request.Id.ToUpperInvariant(), User("fay"))).Reason);
        Assert.Equal(ApprovalReasons.UnknownRequest, (await Approvals.ApproveAsync(request.Id[..^1], User("fay"))).Reason);
    }

    public static TheoryData<string, string, string> WhoCannotApprove => new()
    {
        { "User", "alice", ApprovalReasons.ApproverInChain },
        { "Agent", "bot", ApprovalReasons.NotAUser },
        { "Service", "robot", ApprovalReasons.NotAUser },
        { "Group", "finance", ApprovalReasons.NotAUser },
        { "Corp::User", "fay", ApprovalReasons.NotAUser },
        { "User", "lea", ApprovalReasons.NotInGroup },
        { "User", "FAY", ApprovalReasons.NotInGroup },
        { "User", "fritz", ApprovalReasons.NotPermitted },
        { "User", "finn", ApprovalReasons.Revoked },
    };

    [Theory]
    [MemberData(nameof(WhoCannotApprove))]
    public async Task Whose_yes_does_not_count(string type, string id, string reason)
    {
        Guard.Forbid(User("fritz"));
        await Revocations.RevokeAsync(RevocationTarget.Principal(User("finn")));
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        ApprovalOutcome outcome = await Approvals.ApproveAsync(request.Id, new EntityUid(type, id));

        Assert.False(outcome.IsAccepted);
        Assert.Equal(reason, outcome.Reason);
        Assert.Empty((await Approvals.GetAsync(request.Id))!.Yeses);
        Assert.Null(await ReleasableAsync());
    }

    [Fact]
    public async Task One_person_is_one_yes_however_often_it_is_given()
    {
        ApprovalRequest request = await HoldAsync(Transfer(TwoOfFinance));
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => ApproveAsync(request, "fay"))));

        ApprovalRequest held = (await Approvals.GetAsync(request.Id))!;
        Assert.Single(held.Yeses);
        Assert.Equal(ApprovalState.Pending, held.State);

        Assert.Equal(ApprovalState.Approved, (await ApproveAsync(request, "finn")).State);
    }

    [Fact]
    public async Task Parallel_approvers_are_all_counted()
    {
        for (int i = 0; i < 64; i++)
        {
            Guard.Join(User($"user{i}"), "finance");
        }

        ApprovalRequest request = await HoldAsync(Transfer(TwoOfFinance with { Quorum = 64 }));
        await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => ApproveAsync(request, $"user{i}"))));

        ApprovalRequest held = (await Approvals.GetAsync(request.Id))!;
        Assert.Equal(64, held.Yeses.Select(yes => yes.Approver).Distinct().Count());
        Assert.Equal(ApprovalState.Approved, held.State);
    }

    [Fact]
    public async Task Every_group_and_every_quorum_must_be_met()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance, TwoOfFinance, Legal));

        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(request, "fay")).State);
        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(request, "lea")).State);
        Assert.Equal(ApprovalState.Approved, (await ApproveAsync(request, "finn")).State);
    }

    [Fact]
    public async Task A_yes_counts_for_each_group_that_the_approver_is_in()
    {
        Guard.Join(User("fay"), "legal");
        ApprovalRequest request = await HoldAsync(Transfer(Finance, Legal));

        Assert.Equal(ApprovalState.Approved, (await ApproveAsync(request, "fay")).State);
    }

    [Fact]
    public async Task A_member_of_a_group_within_the_group_is_a_member_until_that_group_leaves()
    {
        Guard.Join(User("nora"), "payables");
        Guard.Join(Group("payables"), "accounting");
        Guard.Join(Group("accounting"), "finance");
        ApprovalRequest approved = await ApproveAsync(await HoldAsync(Transfer(Finance)), "nora");
        Assert.True(await CoversAsync(approved, Transfer(Finance)));

        Guard.Leave(Group("accounting"), "finance");

        Assert.False(await CoversAsync(approved, Transfer(Finance)));
    }

    [Fact]
    public async Task Somebody_whom_the_guard_does_not_know_is_in_no_group()
    {
        ApprovalRequest request = await HoldAsync(Transfer(Finance));

        Assert.Equal(ApprovalReasons.NotInGroup, (await Approvals.ApproveAsync(request.Id, User("stranger"))).Reason);
    }

    [Fact]
    public async Task A_yes_that_has_lost_its_ground_does_not_make_up_a_quorum()
    {
        ApprovalRequest request = await HoldAsync(Transfer(TwoOfFinance));
        await ApproveAsync(request, "fay");
        Guard.Leave(User("fay"), "finance");

        Assert.Equal(ApprovalState.Pending, (await ApproveAsync(request, "finn")).State);
        Assert.Equal(ApprovalState.Approved, (await ApproveAsync(request, "fritz")).State);
    }

    [Fact]
    public async Task A_yes_that_has_its_ground_again_counts_again()
    {
        ApprovalRequest request = await HoldAsync(Transfer(TwoOfFinance));
        await ApproveAsync(request, "fay");
        Guard.Leave(User("fay"), "finance");
        await ApproveAsync(request, "finn");
        Guard.Join(User("fay"), "finance");

        ApprovalRequest approved = await ApproveAsync(request, "finn");

        Assert.Equal(ApprovalState.Approved, approved.State);
        Assert.Equal([User("fay"), User("finn")], approved.Yeses.Select(yes => yes.Approver));
    }

    [Fact]
    public async Task A_policy_that_fails_accepts_nothing()
    {
        AgentGuard.Approvals approvals = new(new InMemoryApprovalStore(Clock), new FaultyAuthority(), Revocations, Clock);
        ApprovalRequest request = await approvals.HoldAsync(Transfer(Finance), null, default);

        await Assert.ThrowsAsync<TimeoutException>(async () => await approvals.ApproveAsync(request.Id, User("fay")));
        Assert.Equal(request, await approvals.GetAsync(request.Id));
    }

    private sealed class FaultyAuthority : IApprovalAuthority
    {
        public ValueTask<IEntitySource> GetEntitiesAsync(ApprovalRequest request, EntityUid approver, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IEntitySource>(new EntityStore([new Entity(approver, parents: [Group("finance")])]));

        public ValueTask<bool> MayApproveAsync(ApprovalRequest request, string group, EntityUid approver, IEntitySource entities, CancellationToken cancellationToken) =>
            throw new TimeoutException();

        public ValueTask<ApprovalEdit> EditAsync(ApprovalRequest request, ToolArguments arguments, EntityUid editor, CancellationToken cancellationToken) =>
            throw new TimeoutException();
    }
}
