using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>A yes is no money: what an approval lets through is counted when it runs, at the amount that runs.</summary>
public sealed class ApprovedBudgetTests
{
    private const string Tools = """{ "tools": { "payments.transfer": {} } }""";
    private const string Paid = """ "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents" } """;
    private const string Policies = """
        permit (principal, action, resource);
        @id("asked") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource) when { context.input.cents > 10 };
        @id("budget") forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid + context.input.cents > 100 };
        """;

    [Fact]
    public async Task An_edited_amount_is_what_counts()
    {
        using GuardScene scene = new(Policies, Tools, facts: Paid);
        ApprovalRequest smaller = await EditAsync(scene, await scene.AssertHeldAsync(Cents(90)), Cents(40));
        ApprovalRequest larger = await EditAsync(scene, await scene.AssertHeldAsync(Cents(20)), Cents(60));

        Assert.Equal(ToolCallStatus.Executed, (await ReleaseAsync(scene, smaller)).Status);
        Assert.Equal(Cents(40), scene.Ran);
        Assert.Equal(ToolCallStatus.Executed, (await ReleaseAsync(scene, larger)).Status);
        Assert.Equal(Cents(60), scene.Ran);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, Cents(1));
    }

    [Fact]
    public async Task An_edit_beyond_the_budget_is_refused()
    {
        using GuardScene scene = new(Policies, Tools, facts: Paid);
        ApprovalRequest held = await scene.AssertHeldAsync(Cents(20));

        ApprovalOutcome outcome = await scene.Guard.Approvals.EditAsync(held.Id, User("fay"), ToolArguments.FromJson(Cents(101)));

        Assert.Equal((false, DenyReasons.Forbidden), (outcome.IsAccepted, outcome.Reason));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Of_many_yeses_as_many_run_as_the_budget_has_room_for(int tries)
    {
        using GuardScene scene = new(Policies, Tools, facts: Paid);
        List<ApprovalRequest> approved = [];
        for (int i = 0; i < 10; i++)
        {
            ApprovalRequest held = await scene.AssertHeldAsync($$"""{"cents":{{(i % 2 == 0 ? 25 : 99)}},"to":"{{i}}"}""");
            approved.Add(i % 2 == 0 ? await ApproveAsync(scene, held, "fay") : await EditAsync(scene, held, $$"""{"cents":25,"to":"{{i}}"}"""));
        }

        // Each yes is used by several at once.
        ToolCallOutcome[] outcomes = await Task.WhenAll(approved.SelectMany(one => Enumerable.Repeat(one, tries)).Select(one => Task.Run(async () => await ReleaseAsync(scene, one))));

        Assert.Equal(4, scene.Runs);
        Assert.Equal(4, outcomes.Count(static outcome => outcome.Status == ToolCallStatus.Executed));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, Cents(1));
    }

    [Fact]
    public async Task A_yes_that_ran_out_spends_nothing()
    {
        using GuardScene scene = new(Policies, Tools, facts: Paid);
        ApprovalRequest held = await ApproveAsync(scene, await scene.AssertHeldAsync(Cents(100)), "fay");

        scene.Clock.Advance(TimeSpan.FromDays(1));

        Assert.NotEqual(ToolCallStatus.Executed, (await ReleaseAsync(scene, held)).Status);
        Assert.Equal(0, scene.Runs);
        for (int i = 0; i < 10; i++)
        {
            await scene.AssertExecutedAsync(Cents(10));
        }

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, Cents(1));
    }

    private static string Cents(int cents) => $$"""{"cents":{{cents}}}""";

    /// <summary>fay changes the call, and gus says yes to it.</summary>
    private static async Task<ApprovalRequest> EditAsync(GuardScene scene, ApprovalRequest held, string arguments)
    {
        ApprovalOutcome edited = await scene.Guard.Approvals.EditAsync(held.Id, User("fay"), ToolArguments.FromJson(arguments));
        Assert.True(edited.IsAccepted, edited.ToString());
        return await ApproveAsync(scene, edited.Request!, "gus");
    }

    private static async Task<ApprovalRequest> ApproveAsync(GuardScene scene, ApprovalRequest request, string by)
    {
        ApprovalOutcome approved = await scene.Guard.Approvals.ApproveAsync(request.Id, User(by));
        Assert.True(approved.IsAccepted, approved.ToString());
        return request;
    }

    private static ValueTask<ToolCallOutcome> ReleaseAsync(GuardScene scene, ApprovalRequest approved) => scene.InvokeAsync(new ToolCallRequest
    {
        Tool = new ToolDefinition(approved.Tool),
        Arguments = ToolArguments.FromJson(approved.Arguments.GetRawText()),
        Scope = scene.Scope,
        ApprovalId = approved.Id,
    });
}
