using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>What has happened and could not be written is never taken for what has not happened.</summary>
public sealed class LostEventTests
{
    private const string Tools = """{ "tools": { "payments.transfer": {}, "files.edit": {}, "files.read": {}, "mail.send": {} } }""";
    private const string Refused = """ "refused": { "kind": "count", "event": "denied", "tool": "payments.transfer" } """;
    private const string RefusedByPrincipal = """ "refused": { "kind": "count", "event": "denied", "tool": "payments.transfer", "window": "1h", "key": "principal" } """;
    private const string NoEditAfterRefusal = GuardScene.PermitAll + """
        forbid (principal, action == Action::"payments.transfer", resource);
        forbid (principal, action == Action::"files.edit", resource) when { context.history.refused >= 1 };
        """;

    [Fact]
    public async Task A_refusal_that_could_not_be_written_is_unknown_for_as_long_as_the_window()
    {
        FaultyStores? stores = null;
        using GuardScene scene = new(NoEditAfterRefusal, Tools, options => (stores = new FaultyStores(options.TimeProvider)).Into(options), RefusedByPrincipal);
        await scene.AssertExecutedAsync(tool: "files.edit");
        stores!.Fails = "Record";
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        stores.Fails = null;

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "files.edit");
        await scene.AssertExecutedAsync(tool: "files.edit", scope: GuardScene.Begin(User("bob"), Agent("bot")));
        scene.Clock.Advance(TimeSpan.FromMinutes(61));
        await scene.AssertExecutedAsync(tool: "files.edit");
    }

    [Fact]
    public async Task Temporal_conditions_know_of_a_lost_event_too()
    {
        FaultyStores? stores = null;
        using GuardScene scene = new(
            GuardScene.PermitAll + """
                forbid (principal, action == Action::"payments.transfer", resource);
                forbid (principal, action == Action::"files.edit", resource)
                when temporal { formerly within 1h Action::"payments.transfer"::denied{} };
                """,
            Tools,
            options => (stores = new FaultyStores(options.TimeProvider)).Into(options));
        await scene.AssertExecutedAsync(tool: "files.edit");
        stores!.Fails = "Record";
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        stores.Fails = null;

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "files.edit");
    }

    [Fact]
    public async Task Whoever_comes_under_a_foreign_id_makes_nothing_unknown_to_its_owner()
    {
        using GuardScene scene = new(NoEditAfterRefusal, Tools, facts: Refused);
        await scene.AssertExecutedAsync(tool: "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.SessionMismatch, scope: GuardScene.Begin(GuardSession.Resume(scene.Scope.Session.Id), User("eve"), Agent("bot")));

        await scene.AssertExecutedAsync(tool: "files.edit");
    }

    [Fact]
    public async Task A_refusal_for_which_there_was_no_partition_left_is_unknown()
    {
        ManualTimeProvider clock = new();
        using GuardScene scene = new(
            NoEditAfterRefusal.Replace("context.history.refused >= 1", "context.history.refused >= 1 || context.history.inSession >= 1", StringComparison.Ordinal),
            Tools,
            options => (options.TimeProvider, options.HistoryStore) = (clock, new InMemoryInvocationHistoryStore(clock, maxSessions: 2)),
            RefusedByPrincipal + ", " + Refused.Replace("refused", "inSession", StringComparison.Ordinal));
        await scene.AssertExecutedAsync(tool: "files.edit");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(User("bob"), Agent("bot")));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "files.edit");
    }

    [Fact]
    public async Task A_call_that_lost_to_another_was_asked_for_all_the_same()
    {
        FaultyStores? stores = null;
        using GuardScene scene = new(
            GuardScene.PermitAll + """
                forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid >= 1 };
                forbid (principal, action == Action::"mail.send", resource) when { context.history.asked >= 2 };
                """,
            Tools,
            options => (stores = new FaultyStores(options.TimeProvider)).Into(options),
            """ "asked": { "kind": "count", "event": "request", "tool": "payments.transfer" }, "paid": { "kind": "count", "event": "admitted", "tool": "payments.transfer" } """);
        stores!.Meanwhile = () => scene.AssertExecutedAsync();

        Assert.Equal(DenyReasons.Forbidden, (await scene.InvokeAsync()).Decision.Denial?.Code);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.send");
    }

    [Fact]
    public async Task The_end_of_a_call_that_nobody_can_place_makes_the_fact_unknown()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        scene.Edit(GuardScene.PermitAll, Tools, """[ { "uid": { "type": "User", "id": "alice" }, "attrs": { "department": "sales" }, "parents": [] } ]""");
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("done");
        };
        Task<ToolCallOutcome> reading = scene.InvokeAsync(tool: "files.read").AsTask();
        scene.Edit(GuardScene.PermitAll + """forbid (principal, action == Action::"mail.send", resource) when { context.history.read };""")
            .EditFacts(""" "read": { "kind": "seen", "event": "response", "tool": "files.read", "window": "1h", "key": "principal.department" } """);
        scene.Tool = (_, _) => new(GuardScene.Text("done"));
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "mail.send");
        scene.Clock.Advance(TimeSpan.FromMinutes(59));
        end.SetResult();
        await reading;
        scene.Clock.Advance(TimeSpan.FromMinutes(2));

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "mail.send");
        scene.Clock.Advance(TimeSpan.FromMinutes(59));
        await scene.AssertExecutedAsync(tool: "mail.send");
    }

    [Fact]
    public async Task A_call_that_was_given_back_has_broken_no_row()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + """
                forbid (principal, action == Action::"payments.transfer", resource);
                forbid (principal, action == Action::"files.edit", resource) when { context.history.row >= 2 };
                """,
            Tools,
            facts: """ "row": { "kind": "streak", "event": "denied", "tool": "payments.transfer", "since": { "event": "admitted", "tool": "mail.send" } } """);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        await (await scene.Guard.AdmitAsync(scene.Call(tool: "mail.send"))).DisposeAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "files.edit");

        await scene.AssertExecutedAsync(tool: "mail.send");
        await scene.AssertExecutedAsync(tool: "files.edit");
    }

    [Fact]
    public async Task A_refused_call_that_says_too_little_breaks_no_row_and_hides_none()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + """forbid (principal, action == Action::"mail.send", resource) when { context.history.row >= 3 };""",
            Tools,
            facts: """ "row": { "kind": "streak", "event": "admitted", "tool": "mail.send", "where": { "input.to": "input.to" }, "since": { "event": "denied", "tool": "mail.send" } } """);
        await scene.AssertExecutedAsync("""{"to":"a"}""", "mail.send");
        await scene.AssertExecutedAsync("""{"to":"a"}""", "mail.send");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, "{}", "mail.send");

        await scene.AssertExecutedAsync("""{"to":"a"}""", "mail.send");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"to":"a"}""", "mail.send");
    }

    [Fact]
    public async Task A_session_that_the_store_forgot_is_not_a_new_one()
    {
        ManualTimeProvider clock = new();
        using GuardScene scene = new(GuardScene.PermitAll, Tools, options => (options.TimeProvider, options.HistoryStore) = (clock, new InMemoryInvocationHistoryStore(clock, maxSessions: 1)));
        await scene.AssertExecutedAsync(tool: "files.read");
        clock.Advance(TimeSpan.FromHours(1));
        scene.Edit(GuardScene.PermitAll + """forbid (principal, action == Action::"mail.send", resource) when { context.history.read };""")
            .EditFacts(""" "read": { "kind": "seen", "event": "response", "tool": "files.read", "window": "7d" } """);
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "mail.send");
        clock.Advance(TimeSpan.FromHours(25));
        await scene.AssertExecutedAsync(tool: "files.edit", scope: GuardScene.Begin(User("bob"), Agent("bot")));
        clock.Advance(TimeSpan.FromHours(25));

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, tool: "mail.send");
    }
}
