using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Information;

/// <summary>A source of facts that fails, is late or contradicts another denies; it never becomes an absent attribute.</summary>
public sealed class InformationPointTests
{
    // What is absent would permit.
    private const string Policies = "permit (principal, action, resource); forbid (principal is User, action, resource) when { principal has isBlocked && principal.isBlocked };";

    private const string ApprovalPolicies = """
        permit (principal, action, resource);
        @id("asks") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource);
        @id("suspended") forbid (principal, action == Action::"agentguard.approve", resource) when { principal has isSuspended && principal.isSuspended };
        """;

    [Theory]
    [InlineData("throws")]
    [InlineData("throws at once")]
    [InlineData("cancels itself")]
    [InlineData("says nothing")]
    public async Task A_point_that_fails_denies(string how)
    {
        using GuardScene scene = With(how switch
        {
            "throws" => async _ =>
            {
                await Task.Yield();
                throw new IOException("secret-host is down");
            },
            "throws at once" => _ => throw new IOException("secret-host is down"),
            "cancels itself" => _ => throw new OperationCanceledException(),
            _ => _ => new ValueTask<PolicyInformation>((PolicyInformation)null!),
        });

        ToolCallOutcome outcome = await scene.InvokeAsync();

        scene.AssertDenied(DenyReasons.InformationFailure, outcome, runsBefore: 0);
        Assert.Equal("Not executed: payments.transfer was denied.", outcome.Text);
    }

    [Fact]
    public async Task A_point_that_is_late_denies_and_is_told_to_stop()
    {
        TaskCompletionSource<CancellationToken> asked = new();
        using GuardScene scene = With(token =>
        {
            asked.SetResult(token);
            return new ValueTask<PolicyInformation>(new TaskCompletionSource<PolicyInformation>().Task);
        });

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync();
        CancellationToken seen = await asked.Task;
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        scene.AssertDenied(DenyReasons.InformationFailure, await call, runsBefore: 0);
        Assert.True(seen.IsCancellationRequested);
    }

    [Fact]
    public async Task A_point_that_blocks_its_thread_is_late_all_the_same()
    {
        using ManualResetEventSlim over = new();
        using GuardScene scene = With(_ =>
        {
            over.Wait(CancellationToken.None);
            return new(PolicyInformation.None);
        });

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync();
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        scene.AssertDenied(DenyReasons.InformationFailure, await call, runsBefore: 0);
        over.Set();
    }

    [Fact]
    public async Task Points_are_asked_again_about_arguments_that_an_obligation_changed()
    {
        List<string> seen = [];
        using GuardScene scene = With(
            """
            permit (principal, action, resource);
            @id("mask") @redact_argument("/memo") forbid (principal, action, resource) when { context.input.memo != "[redacted]" };
            @id("risk") forbid (principal, action, resource) when { context.environment.risk > 50 };
            """,
            query =>
            {
                string memo = query.UntrustedInput["memo"].AsString;
                seen.Add(memo);
                return PolicyInformation.None.WithEnvironment("risk", memo == "harmless" ? 0 : 100);
            });

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"memo":"harmless"}""");

        Assert.Equal(["harmless", "[redacted]"], seen);
    }

    [Fact]
    public async Task Points_are_asked_about_who_approves_when_he_says_yes_and_when_it_is_used()
    {
        bool isSuspended = true;
        using GuardScene scene = With(ApprovalPolicies, query => query.Approval is not null && query.Chain.Contains(User("fay"))
            ? PolicyInformation.None.With(User("fay"), "isSuspended", isSuspended)
            : PolicyInformation.None);
        ApprovalRequest held = await scene.AssertHeldAsync();

        Assert.Equal(ApprovalReasons.NotPermitted, (await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).Reason);
        isSuspended = false;
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
        isSuspended = true;
        await scene.AssertHeldAsync();
    }

    [Fact]
    public async Task A_yes_is_not_taken_where_a_point_fails_on_who_gives_it()
    {
        using GuardScene scene = With(ApprovalPolicies, query => query.Approval is null ? PolicyInformation.None : throw new IOException("the directory is down"));
        ApprovalRequest held = await scene.AssertHeldAsync();

        await Assert.ThrowsAnyAsync<Exception>(async () => await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay")));

        Assert.Equal(ApprovalState.Pending, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
        Assert.Empty((await scene.Guard.Approvals.GetAsync(held.Id))!.Yeses);
    }

    [Fact]
    public async Task Points_that_contradict_each_other_deny()
    {
        using GuardScene scene = With(
            _ => new(PolicyInformation.None.With(User("alice"), "isBlocked", false)),
            _ => new(PolicyInformation.None.With(User("alice"), "isBlocked", true)));

        await scene.AssertDeniedAsync(DenyReasons.InformationFailure);
    }

    [Fact]
    public async Task What_a_point_says_goes_before_what_stands_in_the_bundle()
    {
        using GuardScene scene = With(_ => new(PolicyInformation.None.With(User("alice"), "isBlocked", true)));

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
    }

    [Fact]
    public async Task Groups_that_a_point_says_replace_those_of_the_bundle_for_callers_and_approvers()
    {
        using GuardScene scene = With(
            """
            permit (principal, action == Action::"payments.transfer", resource);
            permit (principal in Group::"board", action == Action::"agentguard.approve", resource);
            @id("asks") @approval("finance") forbid (principal is Agent, action == Action::"payments.transfer", resource);
            @id("contractors") forbid (principal in Group::"contractors", action, resource);
            """,
            query => query.Chain.Root.Principal.Id switch
            {
                "fay" => PolicyInformation.None.WithParents(User("fay")),
                "gus" => PolicyInformation.None.WithParents(User("gus"), Group("finance")).WithParents(Group("finance"), Group("board")),
                "bob" => PolicyInformation.None.WithParents(User("bob"), Group("contractors")),
                _ => PolicyInformation.None,
            });
        ApprovalRequest held = await scene.AssertHeldAsync();

        Assert.Equal(ApprovalReasons.NotInGroup, (await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).Reason);
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("gus"))).IsAccepted);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(User("bob"), Agent("bot")));
    }

    [Fact]
    public async Task A_right_to_approve_may_be_granted_for_a_while()
    {
        using GuardScene scene = new("""
            permit (principal, action == Action::"payments.transfer", resource);
            permit (principal in Group::"finance", action == Action::"agentguard.approve", resource) when { principal.grants.contains("on-call") };
            @id("asks") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource);
            """);
        ApprovalRequest held = await scene.AssertHeldAsync();

        Assert.Equal(ApprovalReasons.NotPermitted, (await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).Reason);
        await scene.Guard.Grants.AddAsync(new Grant { Name = "on-call", Principal = User("fay"), NotAfter = scene.Clock.GetUtcNow().AddMinutes(1) });
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
        scene.Clock.Advance(TimeSpan.FromMinutes(1));
        await scene.AssertHeldAsync();
    }

    [Fact]
    public async Task Points_that_give_different_groups_deny()
    {
        using GuardScene scene = With(
            _ => new(PolicyInformation.None.WithParents(User("alice"), Group("a"))),
            _ => new(PolicyInformation.None.WithParents(User("alice"), Group("b"))));

        await scene.AssertDeniedAsync(DenyReasons.InformationFailure);
    }

    [Theory]
    [InlineData("claims")]
    [InlineData("grants")]
    public void What_only_the_guard_knows_no_point_can_say(string name) =>
        Assert.Throws<ArgumentException>(() => PolicyInformation.None.With(User("alice"), name, true));

    [Fact]
    public void What_groups_a_tool_is_in_no_point_can_say() =>
        Assert.Throws<ArgumentException>(() => PolicyInformation.None.WithParents(new EntityUid("Action", "payments.transfer"), new EntityUid("Action", "read_only")));

    private static GuardScene With(params Func<CancellationToken, ValueTask<PolicyInformation>>[] points) => new(Policies, configure: options =>
    {
        foreach (Func<CancellationToken, ValueTask<PolicyInformation>> point in points)
        {
            options.InformationPoints.Add(new Point((_, token) => point(token)));
        }
    });

    private static GuardScene With(string policies, Func<InformationQuery, PolicyInformation> point) =>
        new(policies, configure: options => options.InformationPoints.Add(new Point((query, _) => new(point(query)))));

    private sealed class Point(Func<InformationQuery, CancellationToken, ValueTask<PolicyInformation>> find) : IPolicyInformationPoint
    {
        public string Name => "directory";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken) => find(query, cancellationToken);
    }
}
