using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>What bundles declare about the history, as policies read it.</summary>
public sealed class FactTests
{
    private const string Tools = """
        { "tools": {
            "payments.transfer": { "groups": ["money"] }, "payments.refund": { "groups": ["money"], "failure": "no_effect" },
            "files.read": { "output": { "labels": ["secret"] } }, "files.edit": {}, "tests.run": {}, "deploy.push": {}, "mail.send": { "groups": ["egress"] } } }
        """;

    [Fact]
    public async Task A_sum_goes_over_a_window_and_the_call_itself_is_not_yet_in_it()
    {
        using GuardScene scene = Scene(
            """ "paidToday": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents", "window": "24h" } """,
            """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paidToday + context.input.cents > 500 };""");

        await scene.AssertExecutedAsync("""{"cents":300}""");
        await scene.AssertExecutedAsync("""{"cents":200}""");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":1}""");

        // At the end of the window a payment still counts, and a moment later no more.
        scene.Clock.Advance(TimeSpan.FromHours(24));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":1}""");
        scene.Clock.Advance(TimeSpan.FromTicks(1));
        await scene.AssertExecutedAsync("""{"cents":500}""");
    }

    [Fact]
    public async Task A_count_is_of_a_group_and_of_this_session_alone()
    {
        using GuardScene scene = Scene(
            """ "payments": { "kind": "count", "event": "admitted", "group": "money", "window": "1h" } """,
            """forbid (principal, action in Action::"money", resource) when { context.history.payments >= 2 };""");

        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync(tool: "payments.refund");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "payments.refund");
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot")));
    }

    [Theory]
    [InlineData("principal", "alice", true)]
    [InlineData("principal", "bob", false)]
    [InlineData("tenant", "bob", true)]
    [InlineData("agent", "bob", true)]
    [InlineData("session.team", "bob", true)]
    [InlineData("principal.department", "bob", false)]
    public async Task A_key_says_whose_calls_count_together(string key, string other, bool isShared)
    {
        using GuardScene scene = Scene(
            $$""" "payments": { "kind": "count", "event": "admitted", "tool": "payments.transfer", "key": "{{key}}" } """,
            """forbid (principal, action, resource) when { context.history.payments >= 1 };""",
            people: """
                [ { "uid": { "type": "User", "id": "alice" }, "attrs": { "department": "sales" }, "parents": [] },
                  { "uid": { "type": "User", "id": "bob" }, "attrs": { "department": "support" }, "parents": [] } ]
                """);
        CedarRecord team = new([new("team", "red")]);
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.Create(attributes: team), User("alice"), Agent("bot")));
        AgentScope scope = GuardScene.Begin(GuardSession.Create(attributes: team), User(other), Agent("bot"));

        ToolCallOutcome outcome = await scene.InvokeAsync(scope: scope);

        Assert.Equal(isShared ? DenyReasons.Forbidden : null, outcome.Decision.Denial?.Code);
    }

    [Fact]
    public async Task No_key_reaches_into_another_tenant()
    {
        using GuardScene scene = Scene(
            """ "payments": { "kind": "count", "event": "admitted", "tool": "payments.transfer", "key": "principal" } """,
            """forbid (principal, action, resource) when { context.history.payments >= 1 };""");
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.Create("acme"), User("alice"), Agent("bot")));

        await scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.Create("globex"), User("alice"), Agent("bot")));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(GuardSession.Create("acme"), User("alice"), Agent("bot")));
    }

    [Fact]
    public async Task An_event_is_told_from_others_by_what_it_has_in_common_with_the_call()
    {
        using GuardScene scene = Scene(
            """ "read": { "kind": "seen", "event": "response", "tool": "files.read", "where": { "input.path": "input.path" } } """,
            """forbid (principal, action == Action::"files.edit", resource) unless { context.history.read };""");

        await scene.AssertExecutedAsync("""{"path":"/a"}""", "files.read");
        await scene.AssertExecutedAsync("""{"path":"/a"}""", "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"path":"/b"}""", "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"path":"/A"}""", "files.edit");

        // What would have to be compared is not there: nobody can say whether it was read.
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, "{}", "files.edit");
    }

    [Fact]
    public async Task Different_values_are_counted_once_each()
    {
        using GuardScene scene = Scene(
            """
            "recipients": { "kind": "distinct", "event": "admitted", "tool": "mail.send", "field": "input.to", "window": "1h" },
            "wrote": { "kind": "seen", "event": "admitted", "tool": "mail.send", "where": { "input.to": "input.to" }, "window": "1h" }
            """,
            """forbid (principal, action == Action::"mail.send", resource) when { context.history.recipients >= 2 && !context.history.wrote };""");

        await scene.AssertExecutedAsync("""{"to":"ann"}""", "mail.send");
        await scene.AssertExecutedAsync("""{"to":"bob"}""", "mail.send");
        await scene.AssertExecutedAsync("""{"to":"ann"}""", "mail.send");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"to":"cy"}""", "mail.send");
    }

    [Fact]
    public async Task The_newest_is_some_seconds_old_or_there_is_none()
    {
        using GuardScene scene = Scene(
            """ "lastRead": { "kind": "last", "event": "response", "tool": "files.read", "window": "1h" } """,
            """forbid (principal, action == Action::"files.edit", resource) unless { context.history has lastRead && context.history.lastRead <= 60 };""");

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "files.edit");
        await scene.AssertExecutedAsync(tool: "files.read");
        scene.Clock.Advance(TimeSpan.FromSeconds(60.9));
        await scene.AssertExecutedAsync(tool: "files.edit");
        scene.Clock.Advance(TimeSpan.FromSeconds(0.1));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "files.edit");
    }

    [Fact]
    public async Task A_row_of_errors_is_broken_by_a_success()
    {
        using GuardScene scene = Scene(
            """ "failures": { "kind": "streak", "event": "error", "tool": "payments.refund", "since": { "event": "response", "tool": "payments.refund" }, "window": "10m" } """,
            """forbid (principal, action == Action::"payments.refund", resource) when { context.history.failures >= 3 };""");
        async Task CallAsync(bool fails)
        {
            scene.Tool = (_, _) => fails ? throw new IOException("down") : new(GuardScene.Text("done"));
            await Record.ExceptionAsync(async () => await scene.InvokeAsync(tool: "payments.refund"));
        }

        foreach (bool fails in new[] { true, true, false, true, true, true, false })
        {
            await CallAsync(fails);
        }

        Assert.Equal(6, scene.Runs);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "payments.refund");
        scene.Clock.Advance(TimeSpan.FromMinutes(10.1));
        await scene.AssertExecutedAsync(tool: "payments.refund");
    }

    [Fact]
    public async Task What_a_label_stands_on_is_known_from_the_catalog()
    {
        using GuardScene scene = Scene(
            """ "secretRead": { "kind": "seen", "event": "response", "label": "secret" } """,
            """forbid (principal, action in Action::"egress", resource) when { context.history.secretRead };""");

        await scene.AssertExecutedAsync(tool: "mail.send");
        await scene.AssertExecutedAsync(tool: "files.read");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.send");
    }

    [Fact]
    public async Task An_output_may_say_what_counts()
    {
        using GuardScene scene = Scene(
            """ "passed": { "kind": "seen", "event": "response", "tool": "tests.run", "where": { "output.commit": "input.commit" }, "window": "1h" } """,
            """forbid (principal, action == Action::"deploy.push", resource) unless { context.history.passed };""");
        scene.Tool = (_, _) => new(GuardScene.Text("""{"commit":"abc"}"""));

        await scene.AssertExecutedAsync(tool: "tests.run");

        await scene.AssertExecutedAsync("""{"commit":"abc"}""", "deploy.push");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"commit":"abd"}""", "deploy.push");
    }

    [Fact]
    public async Task A_tool_cannot_erase_its_own_trace()
    {
        using GuardScene scene = Scene(
            """ "failed": { "kind": "seen", "event": "response", "tool": "tests.run", "where": { "output.commit": "input.commit" }, "window": "1h" } """,
            """forbid (principal, action == Action::"deploy.push", resource) when { context.history.failed };""");
        scene.Tool = (_, _) => new(GuardScene.Text("""{"comit":"abc"}"""));
        await scene.AssertExecutedAsync(tool: "tests.run");
        scene.Tool = (_, _) => new(GuardScene.Text("done"));

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"commit":"abc"}""", "deploy.push");
        scene.Clock.Advance(TimeSpan.FromHours(1.01));
        await scene.AssertExecutedAsync("""{"commit":"abc"}""", "deploy.push");
    }

    [Fact]
    public async Task The_same_call_is_known_by_its_digest_however_it_is_written()
    {
        using GuardScene scene = Scene(
            """ "repeats": { "kind": "count", "event": "request", "tool": "files.edit", "where": { "digest": "digest" }, "window": "1h" } """,
            """forbid (principal, action == Action::"files.edit", resource) when { context.history.repeats >= 2 };""");

        await scene.AssertExecutedAsync("""{"a":1,"b":"x"}""", "files.edit");
        await scene.AssertExecutedAsync("""{ "b": "\u0078", "a": 1 }""", "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"a":1,"b":"x"}""", "files.edit");
        await scene.AssertExecutedAsync("""{"a":2,"b":"x"}""", "files.edit");
    }

    [Fact]
    public async Task Refusals_and_holds_are_events_too()
    {
        using GuardScene scene = Scene(
            """
            "refused": { "kind": "count", "event": "denied", "group": "money" },
            "held": { "kind": "count", "event": "held", "group": "money" }
            """,
            """
            forbid (principal, action == Action::"payments.transfer", resource);
            @approval("finance") forbid (principal, action == Action::"payments.refund", resource);
            forbid (principal, action == Action::"mail.send", resource) unless { context.history.refused == 2 && context.history.held == 1 };
            """);

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        await scene.AssertHeldAsync(tool: "payments.refund");

        await scene.AssertExecutedAsync(tool: "mail.send");
    }

    [Fact]
    public async Task What_a_host_writes_down_counts()
    {
        using GuardScene scene = Scene(
            """
            "frozen": { "kind": "seen", "event": "deploy_freeze", "key": "tenant", "window": "1h" },
            "loggedIn": { "kind": "seen", "event": "login", "where": { "user": "root" }, "key": "tenant", "window": "1h" }
            """,
            """forbid (principal, action == Action::"deploy.push", resource) when { context.history.frozen || !context.history.loggedIn };""");

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
        await scene.Guard.RecordEventAsync(new HostEvent("login") { Fields = new Dictionary<string, Value> { ["user"] = User("alice") } });
        await scene.AssertExecutedAsync(tool: "deploy.push");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push", scope: GuardScene.Begin(User("bob"), Agent("bot")));
        await scene.Guard.RecordEventAsync(new HostEvent("deploy_freeze"));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");

        await Assert.ThrowsAsync<ArgumentException>(async () => await scene.Guard.RecordEventAsync(new HostEvent("admitted")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await scene.Guard.RecordEventAsync(new HostEvent("login")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await scene.Guard.RecordEventAsync(new HostEvent("login") { Fields = new Dictionary<string, Value> { ["user"] = "alice" } }));
        await scene.Guard.RecordEventAsync(new HostEvent("nobody_counts_it"));
    }

    [Fact]
    public async Task What_a_call_that_runs_will_end_is_a_reason_of_its_own_too()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + """forbid (principal, action == Action::"git.push", resource) when { context.history.failures > 0 };""",
            """{ "tools": { "tests.run": {}, "git.push": {} } }""",
            facts: """ "failures": { "kind": "streak", "event": "error", "tool": "tests.run", "since": { "event": "response", "tool": "tests.run" } } """);
        scene.Tool = (_, _) => throw new IOException("red");
        await Assert.ThrowsAsync<IOException>(async () => await scene.InvokeAsync(tool: "tests.run"));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "git.push");
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("green");
        };
        Task<ToolCallOutcome> tests = scene.InvokeAsync(tool: "tests.run").AsTask();

        await scene.AssertDeniedAsync(DenyReasons.StillRunning, tool: "git.push");
        end.SetResult();
        await tests;
        await scene.AssertExecutedAsync(tool: "git.push");
    }

    [Fact]
    public async Task A_prerequisite_that_still_runs_is_a_reason_of_its_own()
    {
        using GuardScene scene = Scene(
            """ "tested": { "kind": "seen", "event": "response", "tool": "tests.run", "window": "1h" } """,
            """forbid (principal, action == Action::"deploy.push", resource) unless { context.history.tested };""");
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("passed");
        };
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "deploy.push");
        Task<ToolCallOutcome> tests = scene.InvokeAsync(tool: "tests.run").AsTask();

        ToolCallOutcome refused = await scene.InvokeAsync(tool: "deploy.push");

        Assert.Equal(DenyReasons.StillRunning, refused.Decision.Denial?.Code);
        Assert.Contains("tests.run is still running: try again after it", refused.Text, StringComparison.OrdinalIgnoreCase);
        end.SetResult();
        await tests;
        await scene.AssertExecutedAsync(tool: "deploy.push");
    }

    [Fact]
    public async Task What_is_given_back_was_never_there_and_what_may_have_acted_stays()
    {
        using GuardScene scene = Scene(
            """ "payments": { "kind": "count", "event": "admitted", "group": "money" } """,
            """forbid (principal, action in Action::"money", resource) when { context.history.payments >= 2 };""");
        scene.Tool = (_, _) => throw new IOException("down");

        // Nothing was done, says the catalog; of the other nobody can know.
        await Assert.ThrowsAsync<IOException>(async () => await scene.InvokeAsync(tool: "payments.refund"));
        await Assert.ThrowsAsync<IOException>(async () => await scene.InvokeAsync(tool: "payments.refund"));
        await Assert.ThrowsAsync<IOException>(async () => await scene.InvokeAsync());
        await (await scene.Guard.AdmitAsync(scene.Call())).DisposeAsync();
        await Assert.ThrowsAsync<IOException>(async () => await scene.InvokeAsync());

        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
    }

    [Fact]
    public async Task A_look_reserves_nothing_and_sees_what_is_there()
    {
        using GuardScene scene = Scene(
            """ "payments": { "kind": "count", "event": "admitted", "group": "money" } """,
            """forbid (principal, action in Action::"money", resource) when { context.history.payments >= 1 };""");

        Assert.Equal(DecisionEffect.Permit, (await scene.Guard.DecideAsync(scene.Call())).Effect);
        Assert.Equal(DecisionEffect.Permit, (await scene.Guard.ExplainAsync(scene.Call())).Decision.Effect);
        await scene.AssertExecutedAsync();
        Assert.Equal(DecisionEffect.Deny, (await scene.Guard.DecideAsync(scene.Call())).Effect);
        Assert.Equal(DecisionEffect.Deny, (await scene.Guard.ExplainAsync(scene.Call())).Decision.Effect);
    }

    private static GuardScene Scene(string facts, string policies, string? people = null)
    {
        GuardScene scene = new(GuardScene.PermitAll + policies, Tools, facts: facts);
        if (people is not null)
        {
            scene.Edit(GuardScene.PermitAll + policies, Tools, people);
            Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);
        }

        return scene;
    }
}
