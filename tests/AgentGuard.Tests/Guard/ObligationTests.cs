using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>A conditional forbid is lifted when, and only when, all that it asks for is done.</summary>
public sealed class ObligationTests
{
    private const string PermitAll = GuardScene.PermitAll;
    private const string Transfer = "forbid (principal, action == Action::\"payments.transfer\", resource)";

    [Fact]
    public async Task A_precondition_sees_the_arguments_that_run()
    {
        string seen = "";
        using GuardScene scene = new(
            $"{PermitAll}@id(\"p\") @ticket(\"open\") @redact_argument(\"/pin\") {Transfer};",
            """{ "tools": { "payments.transfer": { "arguments": { "/file": { "kind": "path" } } } } }""",
            options => options.ObligationHandlers.Add(new Tickets((request, _) =>
            {
                seen = request.Arguments.Json.GetRawText();
                return new(true);
            })));

        await scene.AssertExecutedAsync("""{"file":"/data/./x","pin":"1234"}""");

        Assert.Equal(("""{"file":"/data/x","pin":"[redacted]"}""", scene.Ran), (seen, seen));
    }

    [Fact]
    public async Task A_forbid_is_lifted_only_when_all_its_obligations_are_discharged()
    {
        bool isOpen = false;
        int asked = 0;
        using GuardScene scene = new($"{PermitAll}@id(\"p\") @approval(\"finance\") @ticket(\"open\") {Transfer};", configure: options =>
            options.ObligationHandlers.Add(new Tickets(_ =>
            {
                asked++;
                return new(isOpen);
            })));
        ApprovalRequest held = await scene.AssertHeldAsync();
        Assert.Equal(0, asked);

        await ApproveAsync(scene, held, "fay");
        await scene.AssertDeniedAsync(DenyReasons.UndischargedObligation);
        Assert.Equal(ApprovalState.Approved, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
        Assert.Equal(0, await scene.CountedAsync());

        isOpen = true;
        await scene.AssertExecutedAsync();
        Assert.Equal(ApprovalState.Consumed, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_approval_does_not_stand_in_for_the_confirmation_that_the_same_forbid_asks_for()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"p\") @approval(\"finance\") @confirm {Transfer};");
        ApprovalRequest held = await scene.AssertHeldAsync();

        await ApproveAsync(scene, held, "fay");
        Assert.Equal(held.Id, (await scene.AssertHeldAsync()).Id);

        Assert.True((await scene.Guard.Approvals.ConfirmAsync(held.Id, User("alice"))).IsAccepted);
        await scene.AssertExecutedAsync();
    }

    [Fact]
    public async Task A_confirmation_is_bound_to_its_call_and_used_once()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"c\") @confirm {Transfer};");
        ApprovalRequest held = await scene.AssertHeldAsync("""{"to":"a"}""");
        Assert.Equal(ApprovalReasons.NotTheRootUser, (await scene.Guard.Approvals.ConfirmAsync(held.Id, User("fay"))).Reason);
        Assert.True((await scene.Guard.Approvals.ConfirmAsync(held.Id, User("alice"))).IsAccepted);

        Assert.NotEqual(held.Id, (await scene.AssertHeldAsync("""{"to":"b"}""")).Id);
        await scene.AssertExecutedAsync("""{"to":"a"}""");
        Assert.NotEqual(held.Id, (await scene.AssertHeldAsync("""{"to":"a"}""")).Id);
    }

    [Fact]
    public async Task Several_approvals_must_all_be_met_and_the_earliest_expiry_wins()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"a\") @approval(\"finance\") @expires(\"10m\") {Transfer}; @id(\"b\") @approval(\"finance\") @quorum(\"2\") @expires(\"5m\") {Transfer};");
        ApprovalRequest held = await scene.AssertHeldAsync();
        Assert.Equal(ManualTimeProvider.Start + TimeSpan.FromMinutes(5), held.ExpiresAt);

        await ApproveAsync(scene, held, "fay");
        Assert.Equal(held.Id, (await scene.AssertHeldAsync()).Id);
        await ApproveAsync(scene, held, "gus");
        scene.Clock.Advance(TimeSpan.FromMinutes(5));
        ApprovalRequest renewed = await scene.AssertHeldAsync();
        Assert.NotEqual(held.Id, renewed.Id);

        await ApproveAsync(scene, renewed, "fay");
        await ApproveAsync(scene, renewed, "gus");
        scene.Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await scene.AssertExecutedAsync();
    }

    [Theory]
    [InlineData("@confirm")]
    [InlineData("@redact_argument(\"/to/name\")")]
    public async Task What_nobody_can_discharge_denies_where_a_yes_is_missing_too_and_nobody_is_asked(string annotation)
    {
        using GuardScene scene = new($"{PermitAll}@id(\"a\") @approval(\"finance\") {Transfer}; @id(\"b\") {annotation} {Transfer};");

        await scene.AssertDeniedAsync(DenyReasons.UndischargedObligation, """{"to":"text"}""", scope: GuardScene.Begin(Service("batch"), Agent("bot")));

        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task What_is_held_is_what_would_run_and_runs()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"a\") @approval(\"finance\") {Transfer}; @id(\"r\") @redact_argument(\"/note\") {Transfer};");
        ApprovalRequest held = await scene.AssertHeldAsync("""{"to":"a","note":"secret"}""");
        Assert.Equal("""{"to":"a","note":"[redacted]"}""", held.Arguments.GetRawText());

        await ApproveAsync(scene, held, "fay");
        await scene.AssertExecutedAsync("""{"to":"a","note":"secret"}""");

        Assert.Equal(held.Arguments.GetRawText(), scene.Ran);
    }

    private static async Task ApproveAsync(GuardScene scene, ApprovalRequest held, string user) =>
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User(user))).IsAccepted);
}
