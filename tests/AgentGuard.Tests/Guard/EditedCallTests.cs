using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>A held call whose arguments an approver changes is another call, decided like any other.</summary>
public sealed class EditedCallTests
{
    private const string Asked = """{"amount":2500,"memo":"salary of bob"}""";
    private const string Policies = """
        permit (principal, action, resource);
        @id("big") @approval("finance")
        forbid (principal, action == Action::"payments.transfer", resource) when { context.input.amount > 1000 };
        @id("memo") @redact_argument("/memo")
        forbid (principal, action == Action::"payments.transfer", resource) when { context.input has memo && context.input.memo != "[redacted]" };
        @id("never") forbid (principal, action == Action::"payments.transfer", resource) when { context.input.amount > 9000 };

        """;

    [Fact]
    public async Task An_edited_call_is_shown_and_run_with_the_arguments_that_obligations_leave()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Asked);

        ApprovalRequest edited = await EditAsync(scene, held, """{"amount":2000,"memo":"bonus of bob"}""");

        Assert.Equal("""{"amount":2000,"memo":"[redacted]"}""", edited.Arguments.GetRawText());
        Assert.True((await scene.Guard.Approvals.ApproveAsync(edited.Id, User("gus"))).IsAccepted);
        Assert.Equal(ToolCallStatus.Executed, (await ReleaseAsync(scene, edited)).Status);
        Assert.Equal("""{"amount":2000,"memo":"[redacted]"}""", scene.Ran);
        Assert.Equal(ApprovalState.Consumed, (await scene.Guard.Approvals.GetAsync(edited.Id))!.State);
    }

    [Fact]
    public async Task An_edit_that_policy_denies_is_refused_and_the_request_stays()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Asked);

        ApprovalOutcome outcome = await scene.Guard.Approvals.EditAsync(held.Id, User("fay"), ToolArguments.FromJson("""{"amount":9001}"""));

        Assert.Equal((false, DenyReasons.Forbidden), (outcome.IsAccepted, outcome.Reason));
        Assert.Equal(ApprovalState.Pending, (await scene.Guard.Approvals.GetAsync(held.Id))!.State);
    }

    [Fact]
    public async Task An_edit_to_what_needs_no_yes_is_run_by_nobody_without_the_editors_own_permit()
    {
        using GuardScene scene = new("""
            permit (principal in Group::"finance", action == Action::"agentguard.approve", resource);
            permit (principal, action, resource) unless { principal == User::"fay" };
            @id("big") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource) when { context.input.amount > 1000 };
            """);
        ApprovalRequest held = await scene.AssertHeldAsync("""{"amount":2500}""");

        ApprovalOutcome outcome = await scene.Guard.Approvals.EditAsync(held.Id, User("fay"), ToolArguments.FromJson("""{"amount":1}"""));

        Assert.Equal((false, DenyReasons.NotPermitted), (outcome.IsAccepted, outcome.Reason));
    }

    [Fact]
    public async Task A_revoked_editor_stops_the_release()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest edited = await EditAsync(scene, await scene.AssertHeldAsync(Asked), """{"amount":2000}""");
        Assert.True((await scene.Guard.Approvals.ApproveAsync(edited.Id, User("gus"))).IsAccepted);

        await scene.Guard.Revocations.RevokeAsync(RevocationTarget.Principal(User("fay")));

        scene.AssertDenied(DenyReasons.Revoked, await ReleaseAsync(scene, edited), runsBefore: 0);
        Assert.Equal(ApprovalState.Approved, (await scene.Guard.Approvals.GetAsync(edited.Id))!.State);
    }

    [Fact]
    public async Task An_obligation_that_changes_the_arguments_does_not_shake_off_the_yes_beside_it()
    {
        using GuardScene scene = new(GuardScene.PermitAll + """
            @id("both") @approval("finance") @redact_argument("/memo")
            forbid (principal, action == Action::"payments.transfer", resource) when { context.input has memo && context.input.memo != "[redacted]" };
            """);
        ApprovalRequest edited = await EditAsync(scene, await scene.AssertHeldAsync("""{"memo":"a b"}"""), """{"memo":"c d"}""");

        Assert.Equal(ApprovalState.Pending, edited.State);
        Assert.Equal(ToolCallStatus.Held, (await ReleaseAsync(scene, edited)).Status);
        Assert.Equal(0, scene.Runs);
    }

    [Fact]
    public async Task A_call_can_be_edited_after_its_run_is_over_and_a_later_run_of_the_chain_carries_it_on()
    {
        using GuardScene scene = new(Policies);
        ApprovalRequest held = await scene.AssertHeldAsync(Asked);
        scene.Scope.Dispose();

        ApprovalRequest edited = await EditAsync(scene, held, """{"amount":2000}""");
        Assert.True((await scene.Guard.Approvals.ApproveAsync(edited.Id, User("gus"))).IsAccepted);
        scene.AssertDenied(DenyReasons.ScopeEnded, await ReleaseAsync(scene, edited), runsBefore: 0);

        using AgentScope later = GuardScene.Begin(scene.Scope.Session, User("alice"), Agent("bot"));
        Assert.Equal(ToolCallStatus.Executed, (await ReleaseAsync(scene, edited, later)).Status);
    }

    [Fact]
    public async Task A_call_that_another_process_holds_can_be_approved_and_not_edited()
    {
        InMemoryApprovalStore store = null!;
        using GuardScene scene = new(Policies, configure: options => options.ApprovalStore = store = new InMemoryApprovalStore(options.TimeProvider));
        using GuardScene other = new(Policies, configure: options => options.ApprovalStore = store);
        ApprovalRequest held = await scene.AssertHeldAsync(Asked);

        Assert.Equal(ApprovalReasons.NotEditable, (await other.Guard.Approvals.EditAsync(held.Id, User("fay"), ToolArguments.Empty)).Reason);
        Assert.True((await other.Guard.Approvals.ApproveAsync(held.Id, User("gus"))).IsAccepted);
        await scene.AssertExecutedAsync(Asked);
    }

    private static async Task<ApprovalRequest> EditAsync(GuardScene scene, ApprovalRequest held, string arguments)
    {
        ApprovalOutcome outcome = await scene.Guard.Approvals.EditAsync(held.Id, User("fay"), ToolArguments.FromJson(arguments));
        Assert.True(outcome.IsAccepted, outcome.ToString());
        return outcome.Request!;
    }

    private static ValueTask<ToolCallOutcome> ReleaseAsync(GuardScene scene, ApprovalRequest edited, AgentScope? scope = null) => scene.InvokeAsync(new ToolCallRequest
    {
        Tool = new ToolDefinition(edited.Tool),
        Arguments = ToolArguments.FromJson(edited.Arguments.GetRawText()),
        Scope = scope ?? scene.Scope,
        ApprovalId = edited.Id,
    });
}
