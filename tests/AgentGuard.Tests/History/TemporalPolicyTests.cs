using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Guard;
using AgentGuard.Tests.Policies;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>Temporal conditions in policies, as calls happen.</summary>
public sealed class TemporalPolicyTests
{
    private const string Tools = """
        { "tools": { "payments.transfer": { "groups": ["money"] }, "files.read": {}, "files.edit": {}, "tests.run": {}, "deploy.push": {}, "mail.send": {} } }
        """;

    [Fact]
    public async Task An_event_with_the_same_value_happened_before_in_this_session()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"files.edit", resource)
            unless temporal { formerly within 1h Action::"files.read"::response{ input.path: context.input.path } };
            """);

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"path":"/a"}""", "files.edit");
        await scene.AssertExecutedAsync("""{"path":"/a"}""", "files.read");
        await scene.AssertExecutedAsync("""{"path":"/a"}""", "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"path":"/b"}""", "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"path":"/a"}""", "files.edit", GuardScene.Begin(User("alice"), Agent("bot")));
        scene.Clock.Advance(TimeSpan.FromHours(1));
        await scene.AssertExecutedAsync("""{"path":"/a"}""", "files.edit");
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"path":"/a"}""", "files.edit");
    }

    [Fact]
    public async Task Nothing_happened_since()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            unless temporal { !Action::"files.edit"::admitted{} since within 8h Action::"tests.run"::response{ output.passed: true } };
            """);
        scene.Tool = static (_, _) => new(GuardScene.Text("""{"passed":true}"""));

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
        await scene.AssertExecutedAsync(tool: "tests.run");
        await scene.AssertExecutedAsync(tool: "deploy.push");
        await scene.AssertExecutedAsync(tool: "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
        scene.Tool = static (_, _) => new(GuardScene.Text("""{"passed":false}"""));
        await scene.AssertExecutedAsync(tool: "tests.run");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
    }

    [Theory]
    [InlineData("""count_within(1h, Action::"payments.transfer"::request{ requestId: _ }) > 3""")]
    [InlineData("""(sum c for (c: Long), (t: Timepoint). where formerly within 1h (Action::"payments.transfer"::request{ input.cents: c } && tp(t))) > 30""")]
    [InlineData("""exists (n: Long). (count_within(1h, Action::"payments.transfer"::request{ input.cents: context.input.cents }) == n && n > 3)""")]
    [InlineData("""exists (a: Long). (formerly within 1h (Action::"payments.transfer"::request{ input.cents: a } && (count for (t: Timepoint). where formerly within 1h (Action::"payments.transfer"::request{ input.cents: a } && tp(t))) > 3))""")]
    public async Task What_was_counted_and_the_request_itself_reach_a_limit(string condition)
    {
        using GuardScene scene = Scene($$"""forbid (principal, action == Action::"payments.transfer", resource) when temporal { {{condition}} };""");

        for (int i = 0; i < 3; i++)
        {
            await scene.AssertExecutedAsync("""{"cents":10}""");
        }

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":10}""");
        scene.Clock.Advance(TimeSpan.FromHours(1.1));
        await scene.AssertExecutedAsync("""{"cents":10}""");
    }

    [Fact]
    public async Task The_event_before_counts_whatever_it_is()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"mail.send", resource)
            unless temporal { previous within 1h Action::"files.read"::response{} };
            """);

        await scene.AssertExecutedAsync(tool: "files.read");
        await scene.AssertExecutedAsync(tool: "mail.send");
        await scene.AssertExecutedAsync(tool: "files.read");
        await scene.AssertExecutedAsync(tool: "tests.run");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.send");
    }

    [Fact]
    public async Task A_condition_stands_beside_others_and_macros_are_a_files_own()
    {
        using GuardScene scene = Scene("""
            def temporal tested(?w) { formerly within ?w Action::"tests.run"::response{} };
            forbid (principal, action == Action::"deploy.push", resource)
            when { context.input.stage == "production" && !temporal { tested(1h) && tested(2h) } };
            """);

        await scene.AssertExecutedAsync("""{"stage":"test"}""", "deploy.push");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"stage":"production"}""", "deploy.push");
        await scene.AssertExecutedAsync(tool: "tests.run");
        await scene.AssertExecutedAsync("""{"stage":"production"}""", "deploy.push");
    }

    [Fact]
    public async Task Of_64_parallel_calls_exactly_as_many_pass_as_a_condition_allows()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"payments.transfer", resource)
            when temporal { count_within(1h, Action::"payments.transfer"::admitted{ requestId: _ }) >= 5 };
            """);

        ToolCallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => await scene.InvokeAsync())));

        Assert.Equal(5, scene.Runs);
        Assert.Equal(59, outcomes.Count(static outcome => outcome.Decision.Denial?.Code == DenyReasons.Forbidden));
    }

    [Fact]
    public async Task What_a_call_or_an_output_lacks_is_not_taken_for_something_else()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            when temporal { formerly within 1h Action::"tests.run"::response{ output.broken: context.input.version } };
            """);

        await scene.AssertExecutedAsync("""{"version":"1"}""", "deploy.push");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, "{}", "deploy.push");
        await scene.AssertExecutedAsync(tool: "tests.run");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"version":"1"}""", "deploy.push");
        scene.Clock.Advance(TimeSpan.FromHours(1.01));
        await scene.AssertExecutedAsync("""{"version":"1"}""", "deploy.push");
    }

    [Fact]
    public async Task A_call_that_conditions_could_not_count_is_denied()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"files.edit", resource)
            unless temporal { formerly within 1h Action::"files.read"::response{ input.path: context.input.path } };
            """);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, "{}", "files.read");
    }

    [Fact]
    public async Task A_condition_that_is_new_waits_until_it_knows()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        await scene.AssertExecutedAsync(tool: "tests.run");
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        scene.Edit(GuardScene.PermitAll + """
            forbid (principal, action == Action::"deploy.push", resource) when temporal { formerly within 1h Action::"tests.run"::error{} };
            """);
        Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "deploy.push");
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        await scene.AssertExecutedAsync(tool: "deploy.push", scope: GuardScene.Begin(User("alice"), Agent("bot")));
        scene.Clock.Advance(TimeSpan.FromHours(1));
        await scene.AssertExecutedAsync(tool: "deploy.push");
    }

    [Fact]
    public async Task A_yes_to_one_condition_is_none_to_another()
    {
        const string Policy = """
            @id("ask") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource)
            unless temporal { formerly within 1h Action::"files.read"::response{} };
            """;
        using GuardScene scene = Scene(Policy);
        ApprovalRequest held = await scene.AssertHeldAsync();
        await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"));
        scene.Edit(GuardScene.PermitAll + Policy.Replace("files.read", "files.edit", StringComparison.Ordinal));
        Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);

        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        ToolCallOutcome outcome = await scene.InvokeAsync();

        Assert.NotEqual(ToolCallStatus.Executed, outcome.Status);
        Assert.Equal(0, scene.Runs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""forbid (principal, action == Action::"mail.send", resource) when temporal { count_within(1h, Action::"mail.send"::request{}) > 9 };""")]
    public async Task A_condition_that_was_away_for_a_while_has_missed_something(string meanwhile)
    {
        const string Policy = """
            forbid (principal, action == Action::"deploy.push", resource)
            when temporal { formerly within 1h Action::"tests.run"::response{ input.path: context.input.path } };
            """;
        using GuardScene scene = Scene(Policy);
        await scene.AssertExecutedAsync("""{"path":"b"}""", "deploy.push");
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        Reload(scene, meanwhile);
        await scene.AssertExecutedAsync("""{"path":"a"}""", "tests.run");
        Reload(scene, Policy);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"path":"a"}""", "deploy.push");
        scene.Clock.Advance(TimeSpan.FromHours(1.1));
        await scene.AssertExecutedAsync("""{"path":"a"}""", "deploy.push");
    }

    [Fact]
    public async Task A_clock_that_goes_back_behind_what_was_read_denies()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action in [Action::"payments.transfer", Action::"deploy.push"], resource)
            when temporal { count_within(1h, Action::"payments.transfer"::admitted{}) >= 2 };
            """);
        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();
        scene.Clock.Advance(TimeSpan.FromHours(2));
        await scene.AssertExecutedAsync(tool: "deploy.push");
        scene.Clock.TurnBack(TimeSpan.FromMinutes(118));

        Assert.NotEqual(ToolCallStatus.Executed, (await scene.InvokeAsync()).Status);
        Assert.Equal(3, scene.Runs);
    }

    [Fact]
    public async Task What_runs_for_longer_than_a_window_still_runs()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            unless temporal { formerly within 5m Action::"tests.run"::response{} };
            """);
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("passed");
        };
        Task<ToolCallOutcome> tests = scene.InvokeAsync(tool: "tests.run").AsTask();
        scene.Clock.Advance(TimeSpan.FromMinutes(6));

        await scene.AssertDeniedAsync(DenyReasons.StillRunning, tool: "deploy.push");

        end.SetResult();
        await tests;
        await scene.AssertExecutedAsync(tool: "deploy.push");
    }

    [Fact]
    public async Task A_sum_over_what_was_only_compared_waits_until_it_knows()
    {
        const string Head = """forbid (principal, action == Action::"payments.transfer", resource) """;
        using GuardScene scene = Scene(Head + """when temporal { count_within(1h, Action::"payments.transfer"::request{ input.cents: context.input.cents }) > 5 };""");
        await scene.AssertExecutedAsync("""{"cents":90}""");
        scene.Edit(GuardScene.PermitAll + Head + """when temporal { sum_within(c, 1h, Action::"payments.transfer"::request{ input.cents: c }) > 100 };""");
        Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":90}""");
        scene.Clock.Advance(TimeSpan.FromHours(1.1));
        await scene.AssertExecutedAsync("""{"cents":90}""");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":90}""");
    }

    [Fact]
    public async Task A_refused_call_that_says_too_little_leaves_no_gap()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"payments.transfer", resource)
            when temporal { sum_within(c, 24h, Action::"payments.transfer"::request{ input.cents: c }) > 100 };
            """);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, "{}");
        await scene.AssertExecutedAsync("""{"cents":60}""");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":60}""");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":"1"}""");
    }

    [Fact]
    public async Task What_one_condition_cannot_tell_is_no_matter_of_the_others()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            unless temporal { formerly within 8h Action::"tests.run"::response{ output.passed: true } };
            forbid (principal, action == Action::"mail.send", resource)
            when temporal { count_within(1h, Action::"mail.send"::request{}) > 2 };
            """);
        await scene.AssertExecutedAsync(tool: "tests.run");

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "deploy.push");
        await scene.AssertExecutedAsync(tool: "mail.send");
        await scene.AssertExecutedAsync(tool: "mail.send");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.send");
        scene.Clock.Advance(TimeSpan.FromHours(8.1));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
    }

    [Fact]
    public async Task A_yes_to_one_macro_is_none_to_another()
    {
        const string Policy = """
            def cedar large(?cents) { ?cents > 1000 };
            @id("ask") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource) when { large(context.input.cents) };
            """;
        using GuardScene scene = Scene(Policy);
        await scene.AssertExecutedAsync("""{"cents":1000}""");
        ApprovalRequest held = await scene.AssertHeldAsync("""{"cents":1001}""");
        await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"));
        scene.Edit(GuardScene.PermitAll + Policy.Replace("1000", "500", StringComparison.Ordinal));
        Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"cents":1001}""");

        Assert.NotEqual(ToolCallStatus.Executed, outcome.Status);
    }

    [Fact]
    public async Task An_explanation_shows_the_condition_as_it_is_written()
    {
        using GuardScene scene = Scene("""
            @id("tested") forbid (principal, action == Action::"deploy.push", resource)
            when { context.input.stage == "production" && !temporal { formerly within 1h Action::"tests.run"::response{} } };
            """);

        CallExplanation explanation = await scene.Guard.ExplainAsync(scene.Call("""{"stage":"production"}""", "deploy.push"));

        const string Told = """temporal { formerly within 1h Action::"tests.run"::response{} }   false""";
        Assert.Contains($"  {Told}\n", explanation.Decision.Explain(), StringComparison.Ordinal);
        Assert.Contains($"treasury.cedar:3:48: {Told}", explanation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prerequisite_that_still_runs_is_a_reason_of_its_own()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            unless temporal { !Action::"files.edit"::admitted{} since within 8h Action::"tests.run"::response{ output.passed: true, input.version: context.input.version } };
            """);
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("""{"passed":true}""");
        };
        Task<ToolCallOutcome> tests = scene.InvokeAsync("""{"version":"1"}""", "tests.run").AsTask();

        ToolCallOutcome early = await scene.InvokeAsync("""{"version":"1"}""", "deploy.push");

        Assert.Equal(DenyReasons.StillRunning, early.Decision.Denial?.Code);
        Assert.Contains("tests.run is still running: try again after it", early.Text, StringComparison.OrdinalIgnoreCase);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"version":"2"}""", "deploy.push");
        end.SetResult();
        await tests;
        await scene.AssertExecutedAsync("""{"version":"1"}""", "deploy.push");
        await scene.AssertExecutedAsync("{}", "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"version":"1"}""", "deploy.push");
    }

    [Fact]
    public async Task What_a_running_call_can_only_make_worse_is_refused_as_ever()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            when temporal { count_within(1h, Action::"tests.run"::response{ requestId: _ }) >= 0 };
            """);
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("");
        };
        Task<ToolCallOutcome> tests = scene.InvokeAsync(tool: "tests.run").AsTask();

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");

        end.SetResult();
        await tests;
    }

    [Fact]
    public async Task A_host_tells_a_session_of_what_happened_outside()
    {
        using GuardScene scene = Scene("""
            forbid (principal, action == Action::"deploy.push", resource)
            unless temporal { !Host::"logout"::happened{} since within 8h Host::"login"::happened{ user: principal, mfa: true } };
            """);
        GuardSession session = scene.Scope.Session;

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
        await scene.Guard.RecordEventAsync(Login(mfa: false));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
        await scene.Guard.RecordEventAsync(Login(mfa: true));
        await scene.AssertExecutedAsync(tool: "deploy.push");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push", scope: GuardScene.Begin(User("alice"), Agent("bot")));
        await scene.Guard.RecordEventAsync(new HostEvent("logout") { Session = session });
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");

        await Assert.ThrowsAsync<ArgumentException>(async () => await scene.Guard.RecordEventAsync(new HostEvent("logout")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await scene.Guard.RecordEventAsync(new HostEvent("login") { Session = session }));
        await scene.Guard.RecordEventAsync(new HostEvent("nobody_asks"));

        HostEvent Login(bool mfa) => new("login") { Session = session, Fields = new Dictionary<string, Value> { ["user"] = User("alice"), ["mfa"] = mfa } };
    }

    [Theory]
    [InlineData("""(sum c for (c: Long), (t: Timepoint). where formerly within 1h (Action::"payments.transfer"::request{ input.cents: c } && tp(t))) > 30""")]
    [InlineData("""formerly within 1h (Action::"files.read"::response{} && context.input.cents < 30)""")]
    [InlineData("""exists (a: Long). (formerly within 1h Action::"payments.transfer"::request{ input.cents: a } && a > 30)""")]
    public async Task What_is_no_whole_number_is_neither_summed_nor_ordered(string condition)
    {
        using GuardScene scene = Scene($$"""forbid (principal, action == Action::"payments.transfer", resource) when temporal { {{condition}} };""");
        await scene.AssertExecutedAsync(tool: "files.read");
        await scene.AssertExecutedAsync("""{"cents":30}""");

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":"99"}""");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":29.5}""");
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { """formerly within 1h Action::"files.read"::request{ input.x: decimal("1.5") }""", "no event has a value like this one" },
        { """formerly within 1h Action::"files.read"::request{ input.x: ["a"] }""", "no event has a value like this one" },
        { """formerly within 2147483647d Action::"files.read"::request{}""", "a window is longer than 3650 days" },
        { """formerly within 99999999999999999999d Action::"files.read"::request{}""", "expected a window → write a number and a unit: `90s`, `15m`, `24h` or `7d`" },
        { """formerly within 1h Host::"login"::request{}""", "`Host::\"login\"::request` is no event of the host's" },
        { """formerly within 1h Host::"admitted"::happened{}""", "`Host::\"admitted\"::happened` is no event of the host's" },
        { """formerly within 1h Host::"login"::happened{ input.x: 1 }""", "`input.x` is no field of a host's event" },
        { """formerly within 1h Action::"files.raed"::response{}""", "the catalog has no tool `files.raed` → did you mean `files.read`?" },
        { """formerly within 1h Action::"files.read"::returned{}""", "`returned` is no kind of event → the guard writes `admitted`, `denied`, `error`, `held`, `released`, `request`, `response`" },
        { """formerly within 1h Action::"files.read"::request{ output.x: 1 }""", "a `request` event has no field `output.x` → known are `input.…`, of a `response` and an `error` `output.…`, `callerPrincipal`, `callerResource`, `requestId`, `sessionId` and `agent`, `digest`, `resource`, `root`, `tool`" },
        { """formerly within 1h Action::"files.read"::request{ input.x: context.session.id }""", "a temporal condition cannot read `context.session.id` → known are `context.input.…`, `context.sessionId`, `principal`, the root of the chain, and `resource`" },
        { """formerly within 8d Action::"files.read"::request{}""", "the condition looks back 192 hours, and the history is kept for 168 → make its windows shorter, those within each other added up, or let the store keep more" },
        { """formerly within 5d (Action::"files.read"::request{} && formerly within 5d Action::"files.edit"::request{})""", "the condition looks back 240 hours, and the history is kept for 168 → make its windows shorter, those within each other added up, or let the store keep more" },
        { """formerly within 1w Action::"files.read"::request{}""", "expected a window → write a number and a unit: `90s`, `15m`, `24h` or `7d`" },
        { """formerly within 1h formerly within 1h Action::"files.read"::request{}""", "`formerly` needs parentheses here → write `formerly within 1h (…)`" },
        { """formerly within 1h Action::"files.read"::request{ input.x: y } && y > z""", "`z` is compared, and nothing before it says what it is → bind it by an event's field, `tp` or `==` first" },
        { """!Action::"files.read"::request{ input.x: y }""", "`y` is negated, and nothing before it says what it is → bind it by an event's field, `tp` or `==` first" },
        { """exists (n: Long). (Action::"files.read"::request{ input.x: 1 })""", "`n` is looked for, and nothing before it says what it is → bind it by an event's field, `tp` or `==` first" },
        { """Action::"files.read"::request{ input.x: 1 } || Action::"files.read"::request{}""", "unexpected `||` → there is no `||` here: write two policies" },
        { """counted_within(1h, Action::"files.read"::request{ input.x: 1 }) > 1""", "there is no macro `counted_within`" },
        { """count_within(1h) > 1 && Action::"files.read"::request{}""", "`count_within` takes 2 arguments, found 1" },
        { """let n = Action::"files.read"::request{ input.x: 1 }""", "`let` is gone: write `exists (n: Long). (… == n && …)`" },
        { """formerly within 1h Action::"files.read"::request{ input.x: 99999999999999999999 }""", "`99999999999999999999` is no Long" },
        { """formerly within 1h Action::"files.read"::request{ input.x: "\q" }""", "`\\q` is not a valid escape" },
        { """formerly within 1h Action::"files.read"::request{ input.x: ?p }""", "`?p` is no parameter here" },
        { "tp(t)", "`t` is bound by nothing → write `exists (t: Long). (…)` around it, or `_` where any value will do" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_and_refuses_the_bundle(string condition, string message)
    {
        using TemporaryBundle bundle = new TemporaryBundle()
            .Write("tools.json", Tools)
            .Write("treasury.cedar", $$"""forbid (principal, action, resource) when temporal { {{condition}} };""");

        PolicyBundleException refusal = Assert.Throws<PolicyBundleException>(() => PolicyBundle.Load(bundle.Folder, new BundleOptions { HistoryRetention = TimeSpan.FromDays(7) }));

        string[] found = [.. refusal.Diagnostics.Select(static diagnostic => diagnostic.Help is null ? diagnostic.Message : $"{diagnostic.Message} → {diagnostic.Help}")];
        Assert.Contains(found, line => line.StartsWith(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(2_000)]
    public void Whatever_is_nested_ends(int depth)
    {
        foreach ((string open, string close) in new[] { ("(", ")"), ("!", ""), ("formerly within 1h (", ")"), ("count_within(1h, ", ")"), ("bind(n, ", ")"), ("[", "]") })
        {
            string condition = string.Concat([.. Enumerable.Repeat(open, depth), "Action::\"files.read\"::request{}", .. Enumerable.Repeat(close, depth)]);
            using TemporaryBundle bundle = new TemporaryBundle().Write("tools.json", Tools).Write("treasury.cedar", $$"""forbid (principal, action, resource) when temporal { {{condition}} };""");

            Assert.Throws<PolicyBundleException>(() => bundle.Load());
        }
    }

    private static void Reload(GuardScene scene, string policies)
    {
        scene.Edit(GuardScene.PermitAll + policies);
        Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);
    }

    private static GuardScene Scene(string policies) => new(GuardScene.PermitAll + policies, Tools);
}
