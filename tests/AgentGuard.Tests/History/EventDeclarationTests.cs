using AgentGuard.Tests.Guard;
using AgentGuard.Tests.Policies;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary><c>events.dwschema</c>: which events conditions may ask for, and whose are one history.</summary>
public sealed class EventDeclarationTests
{
    private const string Tools = """{ "tools": { "payments.transfer": {}, "payments.refund": {} } }""";

    private const string Once = """
        forbid (principal, action == Action::"payments.transfer", resource)
        when temporal { formerly within 1h Action::"payments.transfer"::admitted{} };
        """;

    [Fact]
    public async Task Without_it_each_session_is_a_history_of_its_own()
    {
        using GuardScene scene = Scene(Once, events: null);
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot")));
    }

    [Fact]
    public async Task Pinned_by_the_session_it_is_as_without_it()
    {
        using GuardScene scene = Scene(Once, Events("pin sessionId: String = context.sessionId, pin callerPrincipal: principalType(A) = principal"));
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden);
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot")));
    }

    [Fact]
    public async Task Pinned_by_the_principal_all_sessions_of_a_root_are_one_history()
    {
        using GuardScene scene = Scene(Once, Events("pin callerPrincipal: principalType(A) = principal"));
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(User("alice"), Agent("bot")));
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("bob"), Agent("bot")));
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.Create("acme"), User("alice"), Agent("bot")));
    }

    [Fact]
    public async Task Pinned_by_nothing_all_sessions_of_a_tenant_are_one_history()
    {
        using GuardScene scene = Scene(Once, Events("callerPrincipal: principalType(A)"));
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(User("bob"), Agent("bot")));
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(GuardSession.Create("acme"), User("bob"), Agent("bot")));
    }

    [Fact]
    public async Task What_is_pinned_in_one_kind_alone_is_a_field_of_its_events()
    {
        using GuardScene scene = Scene(Once, "decision event<A>::request {} event<A>::admitted { pin callerPrincipal: principalType(A) = principal }");
        await scene.AssertExecutedAsync();
        await scene.AssertDeniedAsync(DenyReasons.Forbidden, scope: GuardScene.Begin(User("alice"), Agent("bot")));
        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("bob"), Agent("bot")));
    }

    [Fact]
    public async Task A_limit_over_many_sessions_is_exact_under_parallel_calls()
    {
        using GuardScene scene = Scene(
            """
            forbid (principal, action == Action::"payments.transfer", resource)
            when temporal { count_within(1h, Action::"payments.transfer"::admitted{ requestId: _ }) >= 5 };
            """,
            Events("pin callerPrincipal: principalType(A) = principal, requestId: String"));
        AgentScope[] sessions = [.. Enumerable.Range(0, 8).Select(_ => GuardScene.Begin(User("alice"), Agent("bot")))];

        ToolCallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () => await scene.InvokeAsync(scope: sessions[i % 8]))));

        Assert.Equal(5, scene.Runs);
        Assert.Equal(27, outcomes.Count(static outcome => outcome.Decision.Denial?.Code == DenyReasons.Forbidden));
    }

    [Fact]
    public async Task A_limit_over_two_guards_is_exact_as_well()
    {
        InMemoryInvocationHistoryStore store = new();
        const string Limit = """
            forbid (principal, action == Action::"payments.transfer", resource)
            when temporal { count_within(1h, Action::"payments.transfer"::admitted{}) >= 5 };
            """;
        string events = Events("pin callerPrincipal: principalType(A) = principal");
        using GuardScene one = new(GuardScene.PermitAll + Limit, Tools, options => (options.HistoryStore, options.TimeProvider) = (store, TimeProvider.System), events: events);
        using GuardScene other = new(GuardScene.PermitAll + Limit, Tools, options => (options.HistoryStore, options.TimeProvider) = (store, TimeProvider.System), events: events);

        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
            await (i % 2 == 0 ? one : other).InvokeAsync(scope: GuardScene.Begin(User("alice"), Agent("bot"))))));

        Assert.Equal(5, one.Runs + other.Runs);
    }

    [Fact]
    public async Task A_yes_under_other_declarations_is_none()
    {
        const string Policy = """
            @id("ask") @approval("finance") forbid (principal, action == Action::"payments.transfer", resource)
            unless temporal { formerly within 1h Action::"payments.refund"::response{} };
            """;
        using GuardScene scene = Scene(Policy, Events("pin sessionId: String = context.sessionId"));
        ApprovalRequest held = await scene.AssertHeldAsync();
        await scene.Guard.Approvals.ApproveAsync(held.Id, User("fay"));
        scene.WriteEvents(Events("pin sessionId: String = context.sessionId, requestId: String"));
        Assert.True(scene.Guard.Policies.Reload(), scene.Guard.Policies.LoadError);

        Assert.NotEqual(ToolCallStatus.Executed, (await scene.InvokeAsync()).Status);
    }

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "", "tp(t)", "no kind of event asks for a decision" },
        { "event<A>::request {}", "tp(t)", "no kind of event asks for a decision" },
        { "decision event<A>::request {} decision event<A>::denied {}", "tp(t)", "only `request` asks for a decision" },
        { "decision event<A>::request {} event<A>::login {}", "tp(t)", "`login` is no kind of event" },
        { "decision event<A>::request {} event<A>::request {}", "tp(t)", "the kind `request` is declared twice" },
        { "decision event<A>::request { ...outputs(A) }", "tp(t)", "a `request` event has no field `output`" },
        { "decision event<A>::request { ...things(A) }", "tp(t)", "`...things` stands for nothing" },
        { "decision event<A>::request { mood: String }", "tp(t)", "a `request` event has no field `mood`" },
        { "decision event<A>::request { requestId: String, requestId: String }", "tp(t)", "the field `requestId` is declared twice" },
        { "decision event<A>::request { pin requestId: String = context.mood }", "tp(t)", "nothing can be pinned to `context.mood`" },
        { "decision event<A>::request { pin callerResource: resourceType(A) = resource }", "tp(t)", "no history is kept by `callerResource` alone" },
        { "decision event<A>::request { requestId: }", "tp(t)", "unexpected `}`" },
        { "decision event<A>::request {", "tp(t)", "the schema of events ends too early" },
        { "max_window = 0s decision event<A>::request {}", "tp(t)", "a window of no length" },
        { "max_window = 1h decision event<A>::request {}", """formerly within 2h Action::"payments.refund"::request{}""", "a window of 7200 seconds is longer than `max_window`, 3600 seconds" },
        { "decision event<A>::request {}", """formerly within 1h Action::"payments.refund"::response{}""", "`response` is no kind of event" },
        { "decision event<A>::request {}", """formerly within 1h Action::"payments.refund"::request{ input.cents: 5 }""", "a `request` event has no field `input.cents`" },
        { "decision event<A>::request { input: { cents: Long } }", """formerly within 1h Action::"payments.refund"::request{ input.cent: 5 }""", "a `request` event has no field `input.cent`" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_refuses_the_bundle(string events, string condition, string mistake)
    {
        PolicyBundleException refused = Assert.Throws<PolicyBundleException>(() => Scene($$"""permit (principal, action, resource) unless temporal { exists (t: Timepoint). ({{condition}} && tp(t)) };""", events));

        Assert.Contains(mistake, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_declared_may_be_named()
    {
        using GuardScene scene = Scene(
            """permit (principal, action, resource) unless temporal { formerly within 1h Action::"payments.refund"::request{ input.cents: 5, input.to.iban: "x" } };""",
            "max_window = 1h decision event<A>::request { input: { cents: Long, to: { iban: String } } }");

        Assert.Null(scene.Guard.Policies.LoadError);
    }

    private static string Events(string fields) => $$"""
        decision event<A>::request { ...inputs(A), {{fields}} }
        event<A>::admitted { ...inputs(A), {{fields}} }
        event<A>::response { ...inputs(A), ...outputs(A), {{fields}} }
        """;

    private static GuardScene Scene(string policies, string? events) => new(GuardScene.PermitAll + policies, Tools, events: events);
}
