using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>What policies decide, and what of it no policy can change.</summary>
public sealed class GuardDecisionTests
{
    private const string PermitAll = GuardScene.PermitAll;

    [Fact]
    public async Task Without_a_permit_a_call_is_denied()
    {
        using GuardScene scene = new("@id(\"f\") forbid (principal, action, resource) when { false };");

        await scene.AssertDeniedAsync(DenyReasons.NotPermitted);
        Assert.Equal([InvocationOutcome.Denied], await scene.HistoryAsync());
        Assert.Equal(DenyReasons.NotPermitted, Assert.Single(scene.Audit.Entries).Reason);
    }

    [Theory]
    [InlineData("@id(\"f\")")]
    [InlineData("@id(\"f\") @approval(\"finance\")")]
    [InlineData("@id(\"f\") @redact_result(\"/x\")")]
    public async Task A_forbid_that_fails_to_evaluate_denies(string annotations)
    {
        using GuardScene scene = new($"{PermitAll}{annotations} forbid (principal, action, resource) when {{ context.input.amount > 1000 }};");

        await scene.AssertDeniedAsync(DenyReasons.PolicyError, """{"amount":"9999 USD"}""");
        await scene.AssertDeniedAsync(DenyReasons.PolicyError, "{}");
        await scene.AssertExecutedAsync("""{"amount":1000}""");
    }

    [Fact]
    public async Task A_permit_that_fails_to_evaluate_permits_nothing()
    {
        using GuardScene scene = new("permit (principal, action, resource) when { context.input.amount < 1000 };");

        await scene.AssertDeniedAsync(DenyReasons.NotPermitted);
    }

    [Fact]
    public async Task Permits_are_never_pooled_across_principals()
    {
        using GuardScene scene = new("""
            permit (principal == User::"alice", action == Action::"payments.transfer", resource);
            permit (principal == Agent::"bot", action == Action::"mail.read", resource);
            """);

        await scene.AssertDeniedAsync(DenyReasons.NotPermitted);
        await scene.AssertDeniedAsync(DenyReasons.NotPermitted, tool: "mail.read");
    }

    [Fact]
    public async Task A_forbid_wins_over_every_permit_and_over_a_yes()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"a\") @approval(\"finance\") forbid (principal, action, resource); @id(\"no\") forbid (principal is Agent, action, resource);");

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task An_approval_never_grants_what_no_permit_allows()
    {
        using GuardScene scene = new("permit (principal is User, action, resource); @id(\"a\") @approval(\"finance\") forbid (principal, action, resource);");

        await scene.AssertDeniedAsync(DenyReasons.NotPermitted);
        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task A_confirmation_that_nobody_can_give_denies()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"c\") @confirm forbid (principal, action, resource);");

        await scene.AssertDeniedAsync(DenyReasons.UndischargedObligation, scope: GuardScene.Begin(Service("batch"), Agent("bot")));
    }

    [Theory]
    [InlineData("false", DenyReasons.UndischargedObligation)]
    [InlineData("throw", DenyReasons.GuardFailure)]
    public async Task An_obligation_that_is_not_discharged_denies(string behaviour, string reason)
    {
        using GuardScene scene = new(
            $"{PermitAll}@id(\"p\") @ticket(\"open\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Tickets(_ => behaviour == "throw" ? throw new InvalidOperationException("down") : new(false))));

        await scene.AssertDeniedAsync(reason);
        Assert.Equal([InvocationOutcome.Denied], await scene.HistoryAsync());
    }

    [Fact]
    public async Task An_obligation_that_is_late_denies_and_is_told_to_stop()
    {
        TaskCompletionSource<CancellationToken> asked = new();
        using GuardScene scene = new(
            $"{PermitAll}@id(\"p\") @ticket(\"open\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Tickets(token =>
            {
                asked.SetResult(token);
                return new ValueTask<bool>(new TaskCompletionSource<bool>().Task);
            })));

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync();
        CancellationToken seen = await asked.Task;
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        scene.AssertDenied(DenyReasons.GuardFailure, await call, runsBefore: 0);
        Assert.True(seen.IsCancellationRequested);
    }

    [Fact]
    public async Task A_precondition_is_discharged_once_a_call()
    {
        int discharged = 0;
        using GuardScene scene = new(
            $"{PermitAll}@id(\"p\") @ticket(\"open\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Tickets(_ => new(++discharged > 0))));

        await scene.AssertExecutedAsync();
        await scene.Guard.DecideAsync(scene.Call());

        Assert.Equal(1, discharged);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Arguments_that_still_change_after_four_rounds_deny(int changes, bool isAllowed)
    {
        using GuardScene scene = new(
            $"{PermitAll}@id(\"g\") @grow(\"{changes}\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Growing()));

        if (isAllowed)
        {
            await scene.AssertExecutedAsync("""{"text":""}""");
            Assert.Equal("""{"text":"xxx"}""", scene.Ran);
        }
        else
        {
            await scene.AssertDeniedAsync(DenyReasons.UnstableArguments, """{"text":""}""");
        }
    }

    [Fact]
    public async Task An_argument_obligation_that_fails_denies()
    {
        using GuardScene scene = new(
            $"{PermitAll}@id(\"g\") @grow(\"1\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Growing()));

        await scene.AssertDeniedAsync(DenyReasons.GuardFailure, """{"no":"text"}""");
        Assert.Equal([InvocationOutcome.Denied], await scene.HistoryAsync());
    }

    [Fact]
    public async Task Arguments_that_an_obligation_makes_unfit_for_the_schema_deny()
    {
        ToolDefinition tool = new(ToolId.Parse("payments.transfer"), inputSchema: GuardScene.Json("""{"properties":{"text":{"type":"string","maxLength":1}}}"""));
        using GuardScene scene = new(
            $"{PermitAll}@id(\"g\") @grow(\"2\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Growing()));

        await scene.AssertDeniedAsync(DenyReasons.InvalidArguments, scene.Call(tool, """{"text":""}"""));
    }

    [Theory]
    [InlineData("throws", DenyReasons.GuardFailure)]
    [InlineData("cancels itself", DenyReasons.GuardFailure)]
    [InlineData("is late", DenyReasons.GuardFailure)]
    [InlineData("satisfies nothing", DenyReasons.NotPermitted)]
    public async Task A_decision_point_that_fails_or_is_late_denies(string behaviour, string reason)
    {
        using GuardScene scene = new(configure: options => options.DecisionPoint = new InterruptedDecisionPoint(question => (question.Principal.Type, behaviour) switch
        {
            // The user is permitted, as the bundle says; the agent's answer is what goes wrong.
            ("User", _) => new((PolicyAnswer?)null),
            (_, "throws") => throw new IOException("down"),
            (_, "cancels itself") => throw new OperationCanceledException(),
            (_, "is late") => new(new TaskCompletionSource<PolicyAnswer?>().Task),
            _ => new(new PolicyAnswer([], [], [], [], [])),
        }));

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync();
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        scene.AssertDenied(reason, await call, runsBefore: 0);
        Assert.Equal([InvocationOutcome.Denied], await scene.HistoryAsync());
        Assert.Equal([InvocationOutcome.Denied], scene.Audited());
    }

    [Fact]
    public async Task Redacted_arguments_are_decided_again_and_are_what_runs()
    {
        using GuardScene scene = new($$"""
            {{PermitAll}}
            @id("r") @redact_argument("/note") forbid (principal, action, resource) when { context.input has note && context.input.note != "[redacted]" };
            @id("n") forbid (principal, action, resource) when { context.input has note && context.input.note == "[redacted]" && context.input has strict };
            """);

        await scene.AssertExecutedAsync("""{"note":"secret"}""");
        Assert.Equal("""{"note":"[redacted]"}""", scene.Ran);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"note":"secret","strict":true}""");
    }

    [Fact]
    public async Task A_redaction_that_cannot_be_done_denies()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"r\") @redact_argument(\"/to/name\") forbid (principal, action, resource);");

        await scene.AssertDeniedAsync(DenyReasons.UndischargedObligation, """{"to":"text"}""");
    }

    [Fact]
    public async Task Redactions_add_up_over_principals_and_policies()
    {
        using GuardScene scene = new($"""
            {PermitAll}
            @id("u") @redact_result("/a") forbid (principal is User, action, resource);
            @id("v") @redact_result("/b") forbid (principal is Agent, action, resource);
            """);
        scene.Tool = (_, _) => new(new ToolResult(null, [GuardScene.Json("""{"a":1,"b":2,"c":3}""")]));

        ToolCallOutcome outcome = await scene.InvokeAsync(tool: "crm.read");

        Assert.Equal("""{"a":"[redacted]","b":"[redacted]","c":3}""", outcome.Result!.Forms[0].GetRawText());
    }

    [Theory]
    [InlineData("/a", "/a/b")]
    [InlineData("/a/b", "/a")]
    [InlineData("/a, /a/b", "/a/b")]
    public async Task Redactions_of_a_place_and_of_what_is_inside_it_add_up_in_either_order(string first, string second)
    {
        using GuardScene scene = new($"""
            {PermitAll}
            @id("u") @redact_result("{first}") forbid (principal is User, action, resource);
            @id("v") @redact_result("{second}") forbid (principal is Agent, action, resource);
            """);
        scene.Tool = (_, _) => new(new ToolResult(null, [GuardScene.Json("""{"a":{"b":1,"x":2},"c":3}"""), GuardScene.Json("""  "{\"a\":{\"b\":1}}"  """)]));

        ToolCallOutcome outcome = await scene.InvokeAsync(tool: "crm.read");

        Assert.Equal(["""{"a":"[redacted]","c":3}""", """{"a":"[redacted]"}"""], outcome.Result!.Forms.Select(form => form.ValueKind == JsonValueKind.String ? form.GetString()! : form.GetRawText()));
    }

    [Fact]
    public async Task A_policy_that_is_satisfied_for_several_principals_is_one()
    {
        using GuardScene scene = new($"{PermitAll}@id(\"a\") @approval(\"finance\") forbid (principal, action, resource);");

        ApprovalRequest held = await scene.AssertHeldAsync();

        Assert.Equal("a", Assert.Single(held.Requirements).PolicyId);
    }

    [Theory]
    [InlineData("@id(\"s\") @shadow forbid (principal, action, resource);")]
    [InlineData("@id(\"s\") @shadow forbid (principal, action, resource) when { context.input.missing > 1 };")]
    [InlineData("@id(\"s\") @shadow @approval(\"finance\") forbid (principal, action, resource);")]
    public async Task A_shadow_forbid_never_decides_and_is_recorded(string shadow)
    {
        using GuardScene scene = new(PermitAll + shadow);

        await scene.AssertExecutedAsync();

        Assert.Contains("shadow: s  treasury.cedar:2 (alice) would forbid", scene.Audit.Entries[0].Explanation, StringComparison.Ordinal);
        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
    }

    [Fact]
    public async Task A_shadow_permit_never_permits()
    {
        using GuardScene scene = new("@id(\"s\") @shadow permit (principal, action, resource);");

        await scene.AssertDeniedAsync(DenyReasons.NotPermitted);
        Assert.Contains("shadow: s  treasury.cedar:1 (bot) would permit", scene.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shadow_runs_no_handler()
    {
        int discharged = 0;
        using GuardScene scene = new(
            $"{PermitAll}@id(\"p\") @shadow @ticket(\"open\") forbid (principal, action, resource);",
            configure: options => options.ObligationHandlers.Add(new Tickets(_ => new(++discharged > 0))));

        await scene.AssertExecutedAsync();

        Assert.Equal(0, discharged);
    }

    [Fact]
    public async Task A_shadow_redacts_nothing_and_tells_nobody()
    {
        Notifier notifier = new();
        using GuardScene scene = new(
            $$"""
            {{PermitAll}}
            @id("r") @shadow @redact_result("/card") forbid (principal, action, resource);
            @id("a") @shadow @redact_argument("/note") forbid (principal, action, resource);
            @id("n") @shadow @notify("security") forbid (principal, action, resource);
            @id("f") forbid (principal, action == Action::"mail.read", resource);
            """,
            configure: options => options.Notifiers.Add(notifier));
        scene.Tool = (_, _) => new(new ToolResult(null, [GuardScene.Json("""{"card":"4111"}""")]));

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"note":"x"}""");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");

        Assert.Equal(("""{"card":"4111"}""", """{"note":"x"}"""), (outcome.Result!.Forms[0].GetRawText(), scene.Ran));
        Assert.Empty(notifier.Told);
    }

    [Fact]
    public async Task A_blocked_call_is_told_of_once_and_stays_blocked()
    {
        Notifier good = new();
        using GuardScene scene = new(
            "@notify(\"nobody\") permit (principal, action, resource); @id(\"n\") @notify(\"security\") forbid (principal, action, resource);",
            configure: options =>
            {
                options.Notifiers.Add(new Notifier { Fails = true });
                options.Notifiers.Add(good);
            });

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);

        Assert.Equal(["security n"], good.Told);
        Assert.Contains("Nobody could be notified for n", scene.Log.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notifier_that_never_answers_changes_nothing()
    {
        using GuardScene scene = new(
            $"{PermitAll}@id(\"n\") @notify(\"security\") forbid (principal, action, resource);",
            configure: options => options.Notifiers.Add(new Notifier { Hangs = true }));

        ValueTask<ToolCallOutcome> call = scene.InvokeAsync();
        scene.Clock.Advance(TimeSpan.FromSeconds(2));

        scene.AssertDenied(DenyReasons.Forbidden, await call, runsBefore: 0);
    }

    [Fact]
    public async Task A_permitted_call_is_told_of_to_nobody()
    {
        Notifier notifier = new();
        using GuardScene scene = new(
            $"{PermitAll}@id(\"n\") @notify(\"security\") forbid (principal, action, resource) when {{ context.input has amount }};",
            configure: options => options.Notifiers.Add(notifier));

        await scene.AssertExecutedAsync();

        Assert.Empty(notifier.Told);
    }

    [Theory]
    [InlineData("""{"to":["a","b"]}""", null)]
    [InlineData("""{"to":["a","evil"]}""", DenyReasons.Forbidden)]
    [InlineData("""{"to":"evil"}""", DenyReasons.Forbidden)]
    [InlineData("""{"to":[]}""", DenyReasons.MissingResource)]
    [InlineData("""{"to":["a",1]}""", DenyReasons.MissingResource)]
    [InlineData("""{"to":7}""", DenyReasons.MissingResource)]
    [InlineData("""{"to":null}""", DenyReasons.MissingResource)]
    [InlineData("{}", DenyReasons.MissingResource)]
    public async Task Each_element_of_a_mapped_array_is_decided_and_an_argument_that_names_nothing_denies(string arguments, string? reason)
    {
        using GuardScene scene = new(
            $"{PermitAll}@id(\"f\") forbid (principal, action, resource == Account::\"evil\");",
            """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""");

        if (reason is null)
        {
            await scene.AssertExecutedAsync(arguments);
        }
        else
        {
            await scene.AssertDeniedAsync(reason, arguments);
        }
    }

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_001, DenyReasons.MissingResource)]
    [InlineData(130_000, DenyReasons.MissingResource)]
    public async Task A_mapped_array_of_more_than_a_thousand_is_denied_before_any_is_decided(int count, string? reason)
    {
        int asked = 0;
        using GuardScene scene = new(
            tools: """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""",
            configure: options => options.DecisionPoint = new InterruptedDecisionPoint(_ =>
            {
                asked++;
                return new((PolicyAnswer?)null);
            }));

        ToolCallOutcome outcome = await scene.InvokeAsync($$"""{"to":[{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i:x}\""))}}]}""");

        Assert.Equal(reason, outcome.Decision.Denial?.Code);
        Assert.Equal(reason is null ? (1, 2 * count) : (0, 0), (scene.Runs, asked));
    }

    [Fact]
    public async Task A_session_is_held_after_refusals_in_a_row_until_the_host_releases_it()
    {
        using GuardScene scene = new(
            $"{PermitAll}forbid (principal, action == Action::\"mail.read\", resource);",
            configure: options => options.HoldSessionAfterRefusals = 2);

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        await scene.AssertDeniedAsync(DenyReasons.SessionHeld);
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice")));

        Assert.True(await scene.Guard.ReleaseSessionAsync(scene.Scope.Session.Id));
        await scene.AssertExecutedAsync();
    }

    [Fact]
    public async Task A_call_that_was_running_all_along_does_not_let_a_held_session_go_on()
    {
        using GuardScene scene = new(
            $"{PermitAll}forbid (principal, action == Action::\"mail.read\", resource);",
            configure: options => options.HoldSessionAfterRefusals = 2);
        await using ToolCallAdmission running = await scene.Guard.AdmitAsync(scene.Call());
        running.Enter().Dispose();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        await scene.AssertDeniedAsync(DenyReasons.SessionHeld);

        Assert.Equal(ToolCallStatus.Executed, (await running.CompleteAsync(GuardScene.Text("done"))).Status);

        await scene.AssertDeniedAsync(DenyReasons.SessionHeld);
    }

    [Fact]
    public async Task A_call_whose_body_never_started_leaves_the_refusals_before_it_as_they_were()
    {
        using GuardScene scene = new(
            $"{PermitAll}forbid (principal, action == Action::\"mail.read\", resource);",
            configure: options => options.HoldSessionAfterRefusals = 2);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");
        await (await scene.Guard.AdmitAsync(scene.Call())).DisposeAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.read");

        await scene.AssertDeniedAsync(DenyReasons.SessionHeld);
    }

    [Fact]
    public async Task A_policy_that_fails_for_many_resources_is_told_once_for_each_principal()
    {
        using GuardScene scene = new(
            $"{PermitAll}permit (principal, action, resource) when {{ context.input.amount > 1 }};",
            """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""");

        ToolCallOutcome outcome = await scene.InvokeAsync($$"""{"to":[{{string.Join(',', Enumerable.Range(0, 1_000).Select(static i => $"\"{i}\""))}}]}""");

        Assert.Equal([User("alice"), Agent("bot")], outcome.Decision.Errors.Select(static error => error.Principal));
        Assert.Equal([User("alice"), Agent("bot")], outcome.Decision.Policies.Select(static policy => policy.Principal));
    }

    [Fact]
    public async Task A_look_at_a_decision_reserves_and_runs_nothing()
    {
        using GuardScene scene = new();

        Assert.Equal(DecisionEffect.Permit, (await scene.Guard.DecideAsync(scene.Call())).Effect);

        Assert.Empty(await scene.HistoryAsync());
        Assert.Empty(scene.Audit.Entries);
    }

    private sealed class Growing : IObligationHandler
    {
        public string Annotation => "grow";

        public IReadOnlyCollection<string> Modifiers => [];

        public Obligation Create(ObligationSource source) => new Growth(source);
    }

    private sealed class Growth(ObligationSource source) : ArgumentObligation(source)
    {
        public override void Apply(JsonObject arguments)
        {
            string text = arguments["text"]!.GetValue<string>();
            arguments["text"] = text.Length < int.Parse(Source.Value, CultureInfo.InvariantCulture) ? text + "x" : text;
        }
    }

    private sealed class Notifier : IPolicyNotifier
    {
        public bool Fails { get; init; }

        public bool Hangs { get; init; }

        public List<string> Told { get; } = [];

        public ValueTask NotifyAsync(PolicyNotification notification, CancellationToken cancellationToken)
        {
            if (Fails)
            {
                throw new InvalidOperationException("the channel is closed");
            }

            Told.Add($"{notification.Target} {notification.PolicyId}");
            return Hangs ? new ValueTask(new TaskCompletionSource().Task) : ValueTask.CompletedTask;
        }
    }
}
