using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>One call explained: every policy, what its conditions came to, and nothing left behind.</summary>
public sealed class ExplainTests
{
    private const string Policies = """
        permit (principal is User, action in Action::"money", resource) when { principal.roles.contains("treasurer") };
        permit (principal == Agent::"bot", action in Action::"money", resource);
        @id("large") @approval("finance")
        forbid (principal, action == Action::"payments.transfer", resource)
        when { context.input.amount > 1000 };
        @id("odd")
        forbid (principal, action == Action::"payments.transfer", resource) when { context.input has note && context.input.note > 5 };
        @id("mail") permit (principal, action == Action::"mail.read", resource);
        @id("tried") @shadow forbid (principal is Agent, action, resource);
        """;

    [Fact]
    public async Task Every_policy_is_told_with_its_outcome_and_its_parts_at_their_places()
    {
        using GuardScene scene = new(Policies);

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call("""{"amount":2500,"note":"x"}"""));

        Assert.Equal(DecisionEffect.Deny, explanation.Decision.Effect);
        Assert.Equal(
            """
            treasury.cedar:1 alice Satisfied
              1:72 principal.roles.contains("treasurer") = ["treasurer"].contains("treasurer") True
            treasury.cedar:2 alice OutOfScope
              2:9 principal == Agent::"bot" = User::"alice" False
            large alice Satisfied
              5:8 context.input.amount > 1000 = 2500 > 1000 True
            odd alice Failed
              7:76 context.input has note = context.input has note True
              7:102 context.input.note > 5 = type error: expected long, got string
            mail alice OutOfScope
              8:32 action == Action::"mail.read" = Action::"payments.transfer" False
            tried alice OutOfScope
              9:30 principal is Agent = User::"alice" False
            treasury.cedar:1 bot OutOfScope
              1:9 principal is User = Agent::"bot" False
            treasury.cedar:2 bot Satisfied
            large bot Satisfied
              5:8 context.input.amount > 1000 = 2500 > 1000 True
            odd bot Failed
              7:76 context.input has note = context.input has note True
              7:102 context.input.note > 5 = type error: expected long, got string
            tried bot Satisfied
            """.ReplaceLineEndings("\n"),
            string.Join('\n', explanation.Considered.SelectMany(policy => policy.Parts
                .Select(part => $"  {part.Line}:{part.Column} {part.Text} = {part.Error ?? $"{part.Reading} {part.Value}"}")
                .Prepend($"{policy.Policy.Id} {policy.Principal.Id} {policy.Outcome}"))));
    }

    [Fact]
    public async Task Nothing_is_held_reserved_recorded_or_used_up()
    {
        using GuardScene scene = new(Policies + "permit (principal in Group::\"finance\", action == Action::\"agentguard.approve\", resource);");
        const string large = """{"amount":2500}""";

        CallExplanation before = await scene.Guard.ExplainAsync(scene.Call(large));
        Assert.Equal((DecisionEffect.RequireApproval, null), (before.Decision.Effect, before.Decision.Approval));
        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
        Assert.Empty(scene.Audit.Entries);
        Assert.Empty(await scene.HistoryAsync());

        ApprovalRequest held = await scene.AssertHeldAsync(large);
        Assert.Equal(held.Id, (await scene.Guard.ExplainAsync(scene.Call(large))).Decision.Approval?.Id);
        Assert.True((await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"))).IsAccepted);
        int entries = scene.Audit.Entries.Count;
        InvocationOutcome[] history = await scene.HistoryAsync();

        CallExplanation approved = await scene.Guard.ExplainAsync(scene.Call(large));

        Assert.Equal((DecisionEffect.Permit, held.Id), (approved.Decision.Effect, approved.Decision.Approval?.Id));
        Assert.Equal((entries, 0), (scene.Audit.Entries.Count, scene.Runs));
        Assert.Equal(history, await scene.HistoryAsync());
        await scene.AssertExecutedAsync(large);
    }
}
