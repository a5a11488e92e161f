using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>Where a fact cannot be told for sure, nothing runs that depends on it.</summary>
public sealed class FactFaultTests
{
    private const string Tools = """{ "tools": { "payments.transfer": { "groups": ["money"] }, "mail.read": {}, "mail.send": {} } }""";
    private const string Limit = """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.payments >= 2 };""";
    private const string Count = """ "payments": { "kind": "count", "event": "admitted", "tool": "payments.transfer", "window": "1h", "key": "principal" } """;

    [Theory]
    [InlineData("ReadEvents")]
    [InlineData("RecordingSince")]
    public async Task A_store_that_fails_denies(string step)
    {
        FaultyStores stores = new(TimeProvider.System) { Fails = step };
        using GuardScene scene = new(GuardScene.PermitAll + Limit, Tools, stores.Into, Count);

        await scene.AssertDeniedAsync(DenyReasons.GuardFailure);
        stores.Fails = null;

        // What was not said to the store in time it may have missed.
        await (step == "ReadEvents" ? scene.AssertExecutedAsync() : scene.AssertDeniedAsync(DenyReasons.HistoryUnknown));
    }

    [Fact]
    public async Task A_clock_that_goes_back_refills_no_budget()
    {
        using GuardScene scene = new(GuardScene.PermitAll + Limit, Tools, facts: Count);
        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();

        scene.Clock.TurnBack(TimeSpan.FromSeconds(2));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        scene.Clock.TurnBack(TimeSpan.FromHours(2));
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
    }

    [Fact]
    public async Task A_sum_that_no_long_holds_is_no_small_one()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid > 100 && context.history.calls > 5 };""",
            Tools,
            facts: """ "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents" } """);
        await scene.AssertExecutedAsync("""{"cents":9007199254740991}""");
        for (int i = 0; i < 3; i++)
        {
            await scene.AssertExecutedAsync("""{"cents":1}""");
        }

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":1.5}""");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":"1"}""");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":null}""");
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
    }

    [Fact]
    public async Task What_is_summed_has_to_be_a_whole_number_of_a_call_and_of_a_host()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid > 100 || context.history.fined > 100 };""",
            Tools,
            facts: """
                "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents" },
                "fined": { "kind": "sum", "event": "fine", "field": "cents", "key": "tenant" }
                """);

        ToolCallOutcome outcome = await scene.InvokeAsync("""{"cents":"1"}""");
        Assert.Equal("`paid` counts every payments.transfer by its `input.cents`, which has to be a whole number", outcome.Decision.Denial?.Message);

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            async () => await scene.Guard.RecordEventAsync(new HostEvent("fine") { Fields = new Dictionary<string, Value> { ["cents"] = "101" } }));
        Assert.StartsWith("the fact `fined` sums the field `cents`, which has to be a whole number", refused.Message, StringComparison.Ordinal);
        await scene.AssertExecutedAsync("""{"cents":1}""");

        await scene.Guard.RecordEventAsync(new HostEvent("fine") { Fields = new Dictionary<string, Value> { ["cents"] = 101 } });
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":1}""");
    }

    [Fact]
    public async Task A_fact_that_was_away_for_a_while_has_missed_something()
    {
        using GuardScene scene = new(GuardScene.PermitAll + Limit, Tools, facts: Count);
        await scene.AssertExecutedAsync();
        scene.Edit(GuardScene.PermitAll).EditFacts("");
        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();
        scene.Edit(GuardScene.PermitAll + Limit).EditFacts(Count);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
    }

    [Fact]
    public async Task A_clock_that_goes_back_behind_what_was_read_denies()
    {
        using GuardScene scene = new(GuardScene.PermitAll + Limit + """forbid (principal, action == Action::"mail.read", resource) when { context.history.payments >= 2 };""", Tools, facts: Count);
        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();
        scene.Clock.Advance(TimeSpan.FromHours(2));
        await scene.AssertExecutedAsync(tool: "mail.read");
        scene.Clock.TurnBack(TimeSpan.FromMinutes(118));

        Assert.NotEqual(ToolCallStatus.Executed, (await scene.InvokeAsync()).Status);
        Assert.Equal(3, scene.Runs);
    }

    [Fact]
    public async Task A_sum_over_what_was_only_compared_waits_until_it_knows()
    {
        const string Other = """ "kinds": { "kind": "distinct", "event": "request", "tool": "payments.transfer", "field": "input.cents", "window": "1h" } """;
        using GuardScene scene = new(GuardScene.PermitAll, Tools, facts: Other);
        await scene.AssertExecutedAsync("""{"cents":90}""");
        scene.Edit(GuardScene.PermitAll + """forbid (principal, action == Action::"payments.transfer", resource) when { context.history.paid + context.input.cents > 100 };""")
            .EditFacts(Other + """, "paid": { "kind": "sum", "event": "request", "tool": "payments.transfer", "field": "input.cents", "window": "1h" } """);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"cents":90}""");
        scene.Clock.Advance(TimeSpan.FromHours(1.1));
        await scene.AssertExecutedAsync("""{"cents":90}""");
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"cents":90}""");
    }

    [Fact]
    public async Task A_refused_call_that_says_too_little_leaves_no_gap()
    {
        using GuardScene scene = new(
            GuardScene.PermitAll + """forbid (principal, action == Action::"mail.send", resource) when { context.history.askedFor >= 3 };""",
            Tools,
            facts: """ "askedFor": { "kind": "count", "event": "request", "tool": "mail.send", "where": { "input.to": "input.to" } } """);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, "{}", "mail.send");
        for (int i = 0; i < 3; i++)
        {
            await scene.AssertExecutedAsync("""{"to":"ann"}""", "mail.send");
        }

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, """{"to":"ann"}""", "mail.send");
    }

    [Fact]
    public async Task At_the_cap_nothing_is_forgotten_and_nothing_runs()
    {
        ManualTimeProvider clock = new();
        using GuardScene scene = new(
            GuardScene.PermitAll + """forbid (principal, action == Action::"mail.send", resource) unless { context.history.recipients < 1000 };""",
            Tools,
            options => (options.TimeProvider, options.HistoryStore) = (clock, new InMemoryInvocationHistoryStore(clock, maxEvents: 10, retention: TimeSpan.FromHours(1))),
            """ "recipients": { "kind": "distinct", "event": "request", "tool": "mail.send", "field": "input.to" } """);

        int ran = 0;
        for (int i = 0; i < 50; i++)
        {
            ran += (await scene.InvokeAsync($$"""{"to":"{{i}}"}""", "mail.send")).Status == ToolCallStatus.Executed ? 1 : 0;
        }

        Assert.Equal(10, ran);
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown, """{"to":"x"}""", "mail.send");
        await scene.AssertExecutedAsync(tool: "mail.read");
        clock.Advance(TimeSpan.FromHours(1.01));
        await scene.AssertExecutedAsync("""{"to":"x"}""", "mail.send");
    }

    [Fact]
    public async Task A_fact_that_is_new_waits_until_it_knows()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        await scene.AssertExecutedAsync();
        scene.Edit(GuardScene.PermitAll + Limit).EditFacts(Count);

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
        scene.Clock.Advance(TimeSpan.FromHours(1));
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
        scene.Clock.Advance(TimeSpan.FromTicks(1));
        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
    }

    [Fact]
    public async Task A_fact_that_is_new_may_start_open_where_its_author_says_so()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        await scene.AssertExecutedAsync();
        scene.Edit(GuardScene.PermitAll + Limit).EditFacts(Count.Replace("}", """, "start": "open" }""", StringComparison.Ordinal));

        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
    }

    [Fact]
    public async Task A_session_that_began_after_its_fact_has_missed_nothing()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        await scene.AssertExecutedAsync();
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        scene.Edit(GuardScene.PermitAll + Limit).EditFacts(Count.Replace("principal", "session", StringComparison.Ordinal));

        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot")));
    }

    [Fact]
    public async Task A_reload_refills_no_budget()
    {
        using GuardScene scene = new(GuardScene.PermitAll + Limit, Tools, facts: Count);
        await scene.AssertExecutedAsync();
        await scene.AssertExecutedAsync();

        // The same fact, then a longer window over the same events, which are still there.
        scene.Edit(GuardScene.PermitAll + Limit + "// edited").EditFacts(Count);
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        scene.EditFacts(Count.Replace("1h", "2h", StringComparison.Ordinal));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        scene.Clock.Advance(TimeSpan.FromMinutes(90));
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        scene.EditFacts(Count);
        await scene.AssertExecutedAsync();
    }

    [Fact]
    public async Task A_call_that_began_under_an_older_bundle_ends_under_the_newer_one()
    {
        using GuardScene scene = new(GuardScene.PermitAll, Tools);
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("done");
        };
        Task<ToolCallOutcome> reading = scene.InvokeAsync(tool: "mail.read").AsTask();
        scene.Edit(GuardScene.PermitAll + """forbid (principal, action == Action::"mail.send", resource) when { context.history.read };""")
            .EditFacts(""" "read": { "kind": "seen", "event": "response", "tool": "mail.read", "window": "1h", "start": "open" } """);
        scene.Tool = (_, _) => new(GuardScene.Text("done"));
        await scene.AssertExecutedAsync(tool: "mail.send");

        end.SetResult();
        await reading;

        await scene.AssertDeniedAsync(DenyReasons.Forbidden, tool: "mail.send");
    }

    [Fact]
    public async Task Values_that_are_only_compared_are_kept_hashed()
    {
        ManualTimeProvider clock = new();
        InMemoryInvocationHistoryStore store = new(clock);
        using GuardScene scene = new(
            GuardScene.PermitAll + Limit,
            Tools,
            options => options.HistoryStore = store,
            """
            "payments": { "kind": "count", "event": "admitted", "tool": "payments.transfer", "where": { "input.pin": "input.pin" }, "key": "principal" },
            "paid": { "kind": "sum", "event": "admitted", "tool": "payments.transfer", "field": "input.cents", "key": "principal" }
            """);
        await scene.AssertExecutedAsync("""{"pin":4711,"cents":12}""");

        HistoryEvents events = await store.ReadEventsAsync(new HistoryPartition("principal", null, User("alice").ToString()), 0, default);

        HistoryEvent admitted = Assert.Single(events.Events, static happened => happened.Kind == HistoryEventKinds.Admitted);
        Assert.Equal(["input.cents", "input.pin"], admitted.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((12, null), (admitted.Fields["input.cents"].Number, admitted.Fields["input.pin"].Number));
    }

    [Fact]
    public async Task Whoever_decides_in_the_place_of_cedar_is_told_all_facts()
    {
        Recorder recorder = new();
        using GuardScene scene = new(GuardScene.PermitAll, Tools, options => options.DecisionPoint = recorder, Count);

        await scene.AssertExecutedAsync(tool: "mail.read");

        Assert.Equal(0, recorder.Context!["history"].AsRecord["payments"].AsLong);
    }

    private sealed class Recorder : IPolicyDecisionPoint
    {
        private readonly CedarDecisionPoint _cedar = new();

        public CedarRecord? Context { get; private set; }

        public ValueTask<PolicyAnswer> AskAsync(PolicyQuestion question, CancellationToken cancellationToken)
        {
            Context = question.Context;
            return _cedar.AskAsync(question, cancellationToken);
        }
    }
}
