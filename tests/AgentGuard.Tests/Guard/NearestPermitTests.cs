using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>What would let a refused call pass: said in full for operators, tried before it is said, and never shown to a model.</summary>
public sealed class NearestPermitTests
{
    private const string Permit = GuardScene.PermitAll;
    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" } }, "mail.read": {}, "crm.read": {} } }
        """;

    [Theory]
    [InlineData("@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 };", "amount ≤ 1000, or approval by finance")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.amount >= 1000 };", "amount < 1000")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.input.amount < 1000 && context.input.amount > 10 };", "amount < 1000")]
    [InlineData("@id(\"f\") @approval(\"finance\") @quorum(\"2\") forbid (principal, action, resource);", "approval by 2 of finance")]
    [InlineData("@id(\"f\") @confirm forbid (principal, action, resource);", "confirmation by the user")]
    [InlineData("@id(\"f\") @confirm @approval(\"finance\") forbid (principal, action, resource);", "confirmation by the user and approval by finance")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.origin.to.contains(\"user\") };", "the user names `to`")]
    [InlineData("@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 }; @id(\"g\") @approval(\"finance\") forbid (principal, action, resource) unless { context.origin.to.contains(\"user\") };",
        "approval by finance, or amount ≤ 1000 and the user names `to`")]
    [InlineData("@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 }; @id(\"g\") @approval(\"legal\") forbid (principal, action, resource) when { context.input.to != \"DE1\" };",
        "amount ≤ 1000 and to = \"DE1\", or approval by finance and approval by legal, or amount ≤ 1000 and approval by legal")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { [\"eu\", \"us\"].contains(context.input.region) };", "region one of \"eu\", \"us\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.note like \"*IBAN*\" };", "note not like \"*IBAN*\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.input.mail like \"*@example.com\" };", "mail like \"*@example.com\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input has note && context.input.note like \"*IBAN*\" };", "no note, or note not like \"*IBAN*\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource == Account::\"DE9\");", "to other than \"DE9\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { resource != Account::\"DE1\" };", "to = \"DE1\"")]
    [InlineData("@id(\"f\") forbid (principal is User, action, resource) unless { principal has pciCleared && principal.pciCleared };", "alice's pciCleared = true")]
    [InlineData("@id(\"f\") forbid (principal is User, action, resource) unless { principal.grants.contains(\"deploy\") };", "a grant \"deploy\" for alice")]
    [InlineData("@id(\"f\") forbid (principal is User, action, resource) unless { principal in Group::\"board\" };", "alice in Group::\"board\"")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.absent > 5 };", "absent ≤ 5")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.price.greaterThan(decimal(\"9.99\")) };", "price ≤ 9.99")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.input.amount > principal.limit } ;", "amount ≤ 500, or alice's limit ≥ 2500 and bot's limit ≥ 2500")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) when { context.environment.risk >= 70 };", "environment.risk < 70")]
    [InlineData("@id(\"f\") forbid (principal, action, resource) unless { context.session has purpose && context.session.purpose == \"billing\" };", "session.purpose = \"billing\"")]
    public async Task The_smallest_changes_are_said(string forbids, string expected)
    {
        using GuardScene scene = new(Permit + forbids, Tools, options => options.Environment["risk"] = 80);
        scene.Edit(Permit + forbids, people: """[ { "uid": { "type": "User", "id": "alice" }, "attrs": { "limit": 500 }, "parents": [] }, { "uid": { "type": "Agent", "id": "bot" }, "attrs": { "limit": 500 }, "parents": [] } ]""");
        Assert.True(scene.Guard.Policies.Reload());

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"to":"DE9","amount":2500,"note":"my IBAN","region":"cn","mail":"eve@evil.example","price":10.5}""");

        Assert.NotEqual(ToolCallStatus.Executed, outcome.Status);
        Assert.Equal(expected, WouldPass(outcome.Decision));
    }

    [Theory]
    [InlineData("permit (principal, action, resource) when { context.input.amount < 100 };", "amount < 100")]
    [InlineData("permit (principal is Agent, action, resource); permit (principal is User, action, resource) when { principal.roles.contains(\"cfo\") };", "\"cfo\" in alice's roles")]
    [InlineData("permit (principal is Agent, action, resource); permit (principal is User, action, resource) when { principal.roles.contains(\"cfo\") }; permit (principal is User in Group::\"board\", action, resource);", "\"cfo\" in alice's roles, or alice in Group::\"board\"")]
    [InlineData("permit (principal, action, resource == Account::\"DE1\");", "to = \"DE1\"")]
    [InlineData("permit (principal == User::\"bob\", action, resource); permit (principal is Agent, action, resource);", null)]
    [InlineData("permit (principal, action == Action::\"mail.read\", resource);", null)]
    [InlineData("permit (principal, action, resource) when { context.now > datetime(\"2030-01-01\") };", null)]
    [InlineData("permit (principal, action, resource) when { context.history.calls > 3 };", null)]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource);", null)]
    [InlineData("permit (principal, action, resource); forbid (principal, action, resource) when { context.origin.to.contains(\"crm.read\") == false };", null)]
    public async Task A_denial_says_what_is_near_and_nothing_where_nothing_is(string policies, string? expected)
    {
        using GuardScene scene = new(policies, Tools);

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"to":"DE9","amount":2500}""");

        Assert.Equal(ToolCallStatus.Denied, outcome.Status);
        Assert.Equal(expected, WouldPass(outcome.Decision));
    }

    [Fact]
    public async Task A_path_of_any_length_breaks_nothing()
    {
        string path = string.Concat(Enumerable.Repeat(".a", 100));
        using GuardScene scene = new(Permit + $"@id(\"f\") forbid (principal, action, resource) when {{ context.input{path} > 5 }}; @id(\"g\") @approval(\"finance\") forbid (principal, action, resource);");

        scene.AssertDenied(DenyReasons.PolicyError, await scene.InvokeAsync(), runsBefore: 0);
    }

    [Fact]
    public async Task What_another_policy_would_refuse_is_not_offered()
    {
        using GuardScene scene = new(Permit + """
            @id("large") @approval("finance") forbid (principal, action, resource) when { context.input.amount > 1000 };
            @id("not-a-thousand") forbid (principal, action, resource) when { context.input.amount == 1000 };
            """);

        Assert.Equal("approval by finance", WouldPass((await scene.InvokeAsync("""{"amount":2500}""")).Decision));
    }

    [Fact]
    public async Task What_the_tool_does_not_take_is_not_offered()
    {
        using GuardScene scene = new(Permit + "@id(\"large\") forbid (principal, action, resource) when { context.input.amount > 1000 };");
        ToolDefinition tool = new(ToolId.Parse("payments.transfer"), inputSchema: GuardScene.Json(
            """{"type":"object","properties":{"amount":{"type":"integer","minimum":2000}}}"""));

        Assert.Null(WouldPass((await scene.InvokeAsync(scene.Call(tool, """{"amount":2500}"""))).Decision));
    }

    [Fact]
    public async Task A_value_that_nobody_can_be_said_to_have_named_is_not_said_to_need_naming()
    {
        using GuardScene scene = new(Permit + "@id(\"f\") forbid (principal, action, resource) unless { context.origin.to.contains(\"user\") };");

        Assert.Null(WouldPass((await scene.InvokeAsync("""{"to":"x"}""")).Decision));
        Assert.Equal("the user names `to`", WouldPass((await scene.InvokeAsync("""{"to":"DE9"}""")).Decision));
    }

    [Fact]
    public async Task The_bounds_of_a_hop_say_what_would_stay_within_them()
    {
        using GuardScene scene = new(tools: Tools);
        Hop bounded = new(Agent("bot")) { Bounds = HopBounds.Parse("permit (principal, action, resource) when { context.input.amount <= 100 };") };

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"to":"DE9","amount":2500}""", scope: GuardScene.Begin(User("alice"), bounded));

        scene.AssertDenied(DenyReasons.OutOfBounds, outcome, runsBefore: 0);
        Assert.Equal("amount ≤ 100", WouldPass(outcome.Decision));
    }

    [Fact]
    public async Task A_yes_that_was_refused_is_not_offered_again()
    {
        using GuardScene scene = new(Permit + """
            permit (principal in Group::"finance", action == Action::"agentguard.approve", resource);
            @id("large") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource) when { context.input has amount && context.input.amount > 1000 };
            """);
        ApprovalRequest held = await scene.AssertHeldAsync("""{"amount":2500}""");
        Assert.True((await scene.Guard.Approvals.RefuseAsync(held.Id, User("fay"))).IsAccepted);

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"amount":2500}""");

        scene.AssertDenied(DenyReasons.ApprovalRefused, outcome, runsBefore: 0);
        Assert.Equal("no amount, or amount ≤ 1000", WouldPass(outcome.Decision));
    }

    [Fact]
    public async Task A_confirmation_that_nobody_can_give_is_not_offered()
    {
        using GuardScene scene = new(Permit + "@id(\"c\") @confirm forbid (principal, action, resource) when { context.input.stage == \"production\" };");

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"stage":"production"}""", scope: GuardScene.Begin(Service("ci"), Agent("bot")));

        scene.AssertDenied(DenyReasons.UndischargedObligation, outcome, runsBefore: 0);
        Assert.Equal("stage other than \"production\"", WouldPass(outcome.Decision));
    }

    [Fact]
    public async Task What_an_obligation_changed_is_tried_from_what_the_model_wrote()
    {
        using GuardScene scene = new(Permit + """
            @id("mask") @redact_argument("/note") @approval("legal") forbid (principal, action, resource) when { context.input.note like "*IBAN*" };
            @id("large") forbid (principal, action, resource) when { context.input.amount > 1000 };
            """);

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call("""{"amount":2500,"note":"my IBAN"}"""));

        Assert.Equal(["amount ≤ 1000 and note not like \"*IBAN*\"", "amount ≤ 1000 and approval by legal"], explanation.NearestPermit.Select(alternative => alternative.ToString()));
        CallExplanation held = await scene.Guard.ExplainAsync(scene.Call("""{"amount":1000,"note":"my IBAN"}"""));
        Assert.Equal((DecisionEffect.RequireApproval, PolicyOutcome.Satisfied), (held.Decision.Effect, held.Considered.First(policy => policy.Policy.Id == "mask").Outcome));
    }

    [Fact]
    public async Task A_sensitive_argument_is_no_part_of_what_is_offered()
    {
        using GuardScene scene = new(
            Permit + "@id(\"f\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.pin > 1000 && context.input.amount > 10 };",
            """{ "tools": { "payments.transfer": { "arguments": { "/pin": { "sensitive": true } } } } }""");

        Assert.Equal("amount ≤ 10, or approval by finance", WouldPass((await scene.InvokeAsync("""{"pin":987654,"amount":20}""")).Decision));
    }

    [Fact]
    public async Task A_model_reads_nothing_of_it()
    {
        using GuardScene scene = new(Permit + """
            @id("large") @approval("finance") @advice("large transfers wait") forbid (principal, action, resource) when { context.input.amount > 1000 };
            @id("huge") forbid (principal, action, resource) when { context.input.amount > 5000 };
            """);

        ToolCallOutcome held = await scene.InvokeAsync("""{"amount":2500}""");
        ToolCallOutcome denied = await scene.InvokeAsync("""{"amount":9000}""");

        Assert.Equal("amount ≤ 1000, or approval by finance", WouldPass(held.Decision));
        Assert.Equal("amount ≤ 1000, or amount ≤ 5000 and approval by finance", WouldPass(denied.Decision));
        Assert.Equal(
            $"Not executed: payments.transfer was held for approval. Large transfers wait (large).\nRequest {held.Decision.Approval!.Id} expires 12:15 UTC. Do not try again with other arguments; tell the user.",
            held.Text);
        Assert.Equal("Not executed: payments.transfer was denied.", denied.Text);
    }

    [Fact]
    public async Task Where_other_than_the_bundles_policies_decide_only_yeses_are_offered()
    {
        using GuardScene scene = new(
            Permit + "@id(\"large\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 };",
            configure: options => options.DecisionPoint = new Elsewhere());

        Assert.Equal("approval by finance", WouldPass((await scene.InvokeAsync("""{"amount":2500}""")).Decision));
    }

    [Fact]
    public async Task Long_arguments_and_long_lists_of_resources_are_refused_without_a_search()
    {
        string list = """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""";
        using GuardScene scene = new(Permit + "@id(\"large\") @approval(\"finance\") forbid (principal, action, resource) when { context.input.amount > 1000 };", list);

        ToolCallOutcome many = await scene.InvokeAsync($$"""{"amount":2500,"to":[{{string.Join(',', Enumerable.Range(0, 9).Select(i => $"\"a{i}\""))}}]}""");
        ToolCallOutcome big = await scene.InvokeAsync($$"""{"amount":2500,"to":"a","text":"{{new string('x', 1 << 19)}}"}""");

        Assert.Equal("approval by finance", WouldPass(many.Decision));
        Assert.Equal("approval by finance", WouldPass(big.Decision));
    }

    [Fact]
    public async Task However_the_policies_are_tangled_the_search_ends()
    {
        string tangle = string.Join(" && ", Enumerable.Range(0, 60).Select(i => $"(context.input.a{i} == {i} || context.input.b{i} == {i} || principal.r.contains(\"{i}\"))"));
        using GuardScene scene = new(string.Join('\n', Enumerable.Range(0, 60).Select(i => $"@id(\"p{i}\") permit (principal, action, resource) when {{ {tangle} }};")));

        ToolCallOutcome outcome = await scene.InvokeAsync();

        scene.AssertDenied(DenyReasons.NotPermitted, outcome, runsBefore: 0);
        Assert.Null(WouldPass(outcome.Decision));
    }

    private static string? WouldPass(Decision decision) => decision.Explain().Split('\n').Select(line => line.Trim())
        .Where(line => line.StartsWith("would pass: ", StringComparison.Ordinal)).Select(line => line["would pass: ".Length..]).SingleOrDefault();

    private sealed class Elsewhere : IPolicyDecisionPoint
    {
        public ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken) => new CedarDecisionPoint().AskAsync(question, cancellationToken);
    }
}
