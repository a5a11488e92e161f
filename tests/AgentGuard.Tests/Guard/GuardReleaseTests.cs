using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>A held call, from the request to the one call that a yes releases.</summary>
public sealed class GuardReleaseTests
{
    private const string Big = """{"amount":2500}""";
    private const string Policies = """
        permit (principal, action, resource);
        @id("big") @approval("finance") @expires("15m") @advice("large transfers need a yes from finance")
        forbid (principal, action == Action::"payments.transfer", resource) when { context.input has amount && context.input.amount > 1000 };
        """;

    [Fact]
    public async Task A_held_call_reserves_nothing_and_a_yes_releases_it_once()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Big);
        Assert.Equal(0, await scene.CountedAsync());
        Assert.Equal(held.Id, (await scene.AssertHeldAsync(Big)).Id);

        await ApproveAsync(scene, held);
        await scene.AssertExecutedAsync(Big);

        Assert.NotEqual(held.Id, (await scene.AssertHeldAsync(Big)).Id);
    }

    [Fact]
    public async Task Of_64_parallel_releases_by_one_yes_one_runs()
    {
        using GuardScene scene = new(Policies);
        await ApproveAsync(scene, await scene.AssertHeldAsync(Big));

        ToolCallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await scene.InvokeAsync(Big))));

        Assert.Equal(1, scene.Runs);
        Assert.Equal(1, outcomes.Count(outcome => outcome.Status == ToolCallStatus.Executed));
        Assert.Equal(63, outcomes.Count(outcome => outcome.Status == ToolCallStatus.Held));
        Assert.Equal(1, await scene.CountedAsync());
    }

    [Fact]
    public async Task A_released_call_is_decided_again_with_todays_bundle()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Big);
        await ApproveAsync(scene, held);

        scene.Edit(Policies + "@id(\"freeze\") forbid (principal, action, resource);").Guard.Policies.Reload();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, Big);
        Assert.Equal(ApprovalState.Approved, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);

        scene.Edit(Policies.Replace("1000", "2000", StringComparison.Ordinal)).Guard.Policies.Reload();
        Assert.NotEqual(held.Id, (await scene.AssertHeldAsync(Big)).Id);
    }

    [Fact]
    public async Task A_released_call_is_decided_again_with_todays_revocations_and_history()
    {
        using GuardScene scene = new(Policies + "@id(\"once\") forbid (principal, action == Action::\"payments.transfer\", resource) when { context.history.tools.contains(\"mail.read\") };");
        ApprovalRequest held = await scene.AssertHeldAsync(Big);
        await ApproveAsync(scene, held);

        await scene.Guard.Revocations.RevokeAsync(RevocationTarget.Principal(Agent("bot")));
        await scene.AssertDeniedAsync(DenyReasons.Revoked, Big);
        await scene.Guard.Revocations.RestoreAsync(RevocationTarget.Principal(Agent("bot")));
        await scene.AssertExecutedAsync(tool: "mail.read");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, Big);

        Assert.Equal(ApprovalState.Approved, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
    }

    [Fact]
    public async Task A_released_call_is_decided_again_with_todays_pin_of_its_tool()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Big);
        await ApproveAsync(scene, held);
        ToolDefinition reviewed = new(ToolId.Parse("payments.transfer"), "Pays, reviewed.");

        scene.Edit(Policies, $$"""{ "tools": { "payments.transfer": { "pin": "{{reviewed.Pin}}" } } }""").Guard.Policies.Reload();

        await scene.AssertDeniedAsync(DenyReasons.ToolChanged, Big);
        Assert.Equal(ApprovalState.Approved, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
    }

    [Fact]
    public async Task A_yes_to_one_definition_of_a_tool_is_none_to_another()
    {
        using GuardScene scene = new(Policies);
        await ApproveAsync(scene, await scene.AssertHeldAsync(Big));

        ToolCallOutcome outcome = await scene.InvokeAsync(scene.Call(new ToolDefinition(ToolId.Parse("payments.transfer"), "Pays twice."), Big));

        Assert.Equal(ToolCallStatus.Held, outcome.Status);
        Assert.Equal(0, scene.Runs);
    }

    [Fact]
    public async Task An_approval_expires_unused()
    {
        using GuardScene scene = new(Policies);
        await ApproveAsync(scene, await scene.AssertHeldAsync(Big));
        scene.Clock.Advance(TimeSpan.FromMinutes(15));

        await scene.AssertHeldAsync(Big);
    }

    [Fact]
    public async Task A_refused_call_is_denied()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Big);
        await scene.Guard.Approvals.RefuseAsync(held.Id, User("fay"));

        await scene.AssertDeniedAsync(DenyReasons.ApprovalRefused, Big);
    }

    [Fact]
    public async Task A_model_reads_advice_request_and_expiry_and_nothing_else()
    {
        using GuardScene scene = new(Policies);

        ToolCallOutcome outcome = await scene.InvokeAsync(Big);

        Assert.Equal(
            $"Not executed: payments.transfer was held for approval. Large transfers need a yes from finance (big).\nRequest {outcome.Decision.Approval!.Id} expires 12:15 UTC. Do not try again with other arguments; tell the user.",
            outcome.Text);
    }

    [Fact]
    public async Task A_model_is_told_neither_whose_right_is_missing_nor_which_value_was_compared()
    {
        using GuardScene scene = new("permit (principal == User::\"alice\", action, resource) when { context.input.amount == 4711 };");

        ToolCallOutcome outcome = await scene.InvokeAsync(Big);

        Assert.Equal("Not executed: payments.transfer was denied.", outcome.Text);
    }

    private static async Task ApproveAsync(GuardScene scene, ApprovalRequest held) =>
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
}
