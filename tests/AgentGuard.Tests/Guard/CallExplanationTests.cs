using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>One call explained: every policy, what its conditions came to, and nothing left behind.</summary>
public sealed class CallExplanationTests
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

    [Fact]
    public async Task Its_text_says_of_every_policy_for_whom_it_came_to_what()
    {
        using GuardScene scene = new(Policies, """
            { "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" } }, "mail.read": {} } }
            """);
        Hop bounded = new(Agent("bot")) { Bounds = HopBounds.Parse("permit (principal, action, resource == Account::\"a\");") };

        CallExplanation explanation = await scene.Guard.ExplainAsync(
            scene.Call("""{"to":["a","b"],"amount":2500,"note":"x"}""", scope: GuardScene.Begin(User("alice"), bounded)));

        Assert.Equal(
            """
            permit  treasury.cedar:1
                alice on Account::"a", alice on Account::"b": satisfied
                    treasury.cedar:1:72: principal.roles.contains("treasurer")   ["treasurer"].contains("treasurer")   true
                bot on Account::"a", bot on Account::"b": out of scope
                    treasury.cedar:1:9: principal is User   Agent::"bot"

            permit  treasury.cedar:2
                alice on Account::"a", alice on Account::"b": out of scope
                    treasury.cedar:2:9: principal == Agent::"bot"   User::"alice"
                bot on Account::"a", bot on Account::"b": satisfied

            forbid  large  treasury.cedar:3  @approval("finance")
                alice on Account::"a", alice on Account::"b", bot on Account::"a", bot on Account::"b": satisfied
                    treasury.cedar:5:8: context.input.amount > 1000   2500 > 1000   true

            forbid  odd  treasury.cedar:6
                alice on Account::"a", alice on Account::"b", bot on Account::"a", bot on Account::"b": failed: type error: expected long, got string
                    treasury.cedar:7:76: context.input has note   true
                    treasury.cedar:7:102: context.input.note > 5   type error: expected long, got string

            forbid  tried  treasury.cedar:9  @shadow
                alice on Account::"a", alice on Account::"b": out of scope
                    treasury.cedar:9:30: principal is Agent   User::"alice"
                bot on Account::"a", bot on Account::"b": satisfied

            permit  bounds:1
                bot on Account::"a": satisfied
                bot on Account::"b": out of scope
                    bounds:1:28: resource == Account::"a"   Account::"b"

            for other tools: mail
            """.ReplaceLineEndings("\n"),
            explanation.ToString()[(explanation.Decision.Explain().Length + 2)..]);
        Assert.StartsWith(explanation.Decision.Explain(), explanation.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, explanation.Considered.Count(policy => policy.IsBound));
        Assert.Equal(1, explanation.Considered.Count(policy => policy.IsForOtherTools));
    }

    [Fact]
    public async Task A_sensitive_argument_is_masked_in_every_part_of_it()
    {
        using GuardScene scene = new(
            """
            permit (principal, action, resource);
            forbid (principal, action, resource == Account::"x") when { context.input.amount > 5 };
            forbid (principal, action, resource) when { context.input.iban like "DE*" };
            forbid (principal, action, resource) when { context.input.iban > 5 };
            forbid (principal, action, resource) when { context.input == context.input };
            @shadow forbid (principal, action, resource) when { resource != Account::"y" };
            """,
            """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/iban" }, "arguments": { "/iban": { "sensitive": true } } } } }""");

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call("""{"iban":"DE-SECRET99","amount":1}"""));

        Assert.DoesNotContain("SECRET99", $"{explanation}{string.Join('\n', explanation.Considered.Select(policy => $"{policy} {string.Join(' ', policy.Parts)}"))}", StringComparison.Ordinal);
        Assert.All(explanation.Considered, policy => Assert.Equal("Account::\"[redacted]\"", policy.Resource.ToString()));
        Assert.Contains("context.input.iban like \"DE*\"   [redacted]   true", explanation.ToString(), StringComparison.Ordinal);
        Assert.Contains(PolicyOutcome.Failed, explanation.Considered.Select(policy => policy.Outcome));
    }

    [Theory]
    [InlineData(DenyReasons.UnknownTool, "{}", "payments.nothing")]
    [InlineData(DenyReasons.InvalidArguments, "{", "payments.transfer")]
    public async Task A_call_that_never_reached_the_policies_is_explained_by_its_reason_alone(string reason, string arguments, string tool)
    {
        using GuardScene scene = new(Policies);

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call(arguments, tool));

        Assert.Equal(reason, explanation.Decision.Denial?.Code);
        Assert.Empty(explanation.Considered);
        Assert.Empty(explanation.NearestPermit);
        Assert.Equal(explanation.Decision.Explain(), explanation.ToString());
    }

    [Fact]
    public async Task A_permitted_call_is_explained_too()
    {
        using GuardScene scene = new(Policies);

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call("""{"amount":5}"""));

        Assert.Equal(DecisionEffect.Permit, explanation.Decision.Effect);
        Assert.Equal(["treasury.cedar:1", "treasury.cedar:2"], explanation.Considered
            .Where(policy => policy is { Outcome: PolicyOutcome.Satisfied, Policy.IsShadow: false }).Select(policy => policy.Policy.Id));
        Assert.Empty(explanation.NearestPermit);
    }

    [Fact]
    public async Task Of_very_many_resources_the_first_are_told()
    {
        using GuardScene scene = new(tools: """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""");

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call($$"""{"to":[{{string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"{i}\""))}}]}"""));

        Assert.Equal(16, explanation.Considered.Count);
        Assert.Equal("7", explanation.Considered[7].Resource.Id);
    }

    [Fact]
    public async Task Who_acts_twice_with_other_claims_is_told_of_twice()
    {
        using GuardScene scene = new("permit (principal, action, resource) when { principal.claims.n == 1 };");
        AgentScope scope = GuardScene.Begin(User("alice"), WithClaim(1), WithClaim(2));

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call(scope: scope));

        Assert.Equal(
            ["2 == 1", "1 == 1"],
            explanation.Considered.Where(policy => policy.Principal.Equals(Agent("bot"))).Select(policy => policy.Parts[0].Reading).Distinct().OrderDescending());

        static Hop WithClaim(long n) => new(Agent("bot")) { Claims = new([new("n", n)]) };
    }

    [Fact]
    public async Task An_explanation_that_is_cancelled_says_so()
    {
        using GuardScene scene = new(Policies, configure: options => options.InformationPoints.Add(new Cancelled()));
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await scene.Guard.ExplainAsync(scene.Call(), source.Token));
    }

    private sealed class Cancelled : IPolicyInformationPoint
    {
        public string Name => "cancelled";

        public ValueTask<PolicyInformation> FindAsync(InformationQuery query, CancellationToken cancellationToken) =>
            ValueTask.FromCanceled<PolicyInformation>(cancellationToken);
    }
}
