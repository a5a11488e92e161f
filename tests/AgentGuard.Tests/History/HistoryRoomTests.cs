using AgentGuard.Tests.Guard;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.History;

/// <summary>A history takes as much as it says it does: what is over makes room, and what is to come has some.</summary>
public sealed class HistoryRoomTests
{
    private const string Tools = """{ "tools": { "payments.transfer": { "groups": ["money"] } } }""";
    private const string Admitted = """ "paid": { "kind": "count", "event": "admitted", "group": "money", "window": "1h" } """;
    private const string Policies = GuardScene.PermitAll + "forbid (principal, action, resource) when { context.history.paid >= 1000 };";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Sessions_that_are_over_make_room_for_others()
    {
        using GuardScene scene = Scene(new InMemoryInvocationHistoryStore(_clock, maxSessions: 3), Admitted);
        for (int i = 0; i < 20; i++)
        {
            await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), Agent("bot")));
            _clock.Advance(TimeSpan.FromDays(30));
        }
    }

    [Fact]
    public async Task Calls_that_are_over_make_room_for_others()
    {
        using GuardScene scene = Scene(new InMemoryInvocationHistoryStore(_clock, maxEvents: 10), Admitted);
        for (int i = 0; i < 50; i++)
        {
            await scene.AssertExecutedAsync();
            _clock.Advance(TimeSpan.FromDays(30));
        }
    }

    [Theory]
    [InlineData("response")]
    [InlineData("error")]
    public async Task What_a_call_will_bring_has_room_before_it_is_admitted(string kind)
    {
        InMemoryInvocationHistoryStore store = new(_clock, maxEvents: 6);
        using GuardScene scene = Scene(store, $$""" "paid": { "kind": "count", "event": "{{kind}}", "window": "1h" } """);
        int ran = 0;
        for (int i = 0; i < 20; i++)
        {
            scene.Tool = kind == "error" ? (_, _) => throw new IOException("broken") : (_, _) => new(GuardScene.Text("done"));
            Exception? failed = await Record.ExceptionAsync(async () => ran += (await scene.InvokeAsync()).Status == ToolCallStatus.Executed ? 1 : 0);
            ran += failed is null ? 0 : 1;
        }

        Assert.Equal(6, ran);
        Assert.Equal(6, (await store.ReadEventsAsync(new HistoryPartition("session", null, scene.Scope.Session.Id), 0, default)).Events.Count);
        await scene.AssertDeniedAsync(DenyReasons.HistoryUnknown);
        _clock.Advance(store.Retention + TimeSpan.FromSeconds(1));
        scene.Tool = (_, _) => new(GuardScene.Text("done"));
        await scene.AssertExecutedAsync();
    }

    [Fact]
    public async Task Of_calls_at_once_no_more_are_admitted_than_there_is_room_for_their_ends()
    {
        InMemoryInvocationHistoryStore store = new(_clock, maxEvents: 6);
        using GuardScene scene = Scene(store, """ "paid": { "kind": "count", "event": "response", "window": "1h" } """);
        TaskCompletionSource end = new();
        scene.Tool = async (_, _) =>
        {
            await end.Task;
            return GuardScene.Text("done");
        };
        Task<ToolCallOutcome>[] calls = [.. Enumerable.Range(0, 10).Select(_ => scene.InvokeAsync().AsTask())];
        end.SetResult();
        ToolCallOutcome[] outcomes = await Task.WhenAll(calls);

        Assert.Equal(6, outcomes.Count(static outcome => outcome.Status == ToolCallStatus.Executed));
        Assert.All(outcomes.Where(static outcome => outcome.Status != ToolCallStatus.Executed), static outcome => Assert.Equal(DenyReasons.HistoryUnknown, outcome.Decision.Denial?.Code));
    }

    private GuardScene Scene(InMemoryInvocationHistoryStore store, string facts) =>
        new(Policies, Tools, options => (options.TimeProvider, options.HistoryStore) = (_clock, store), facts);
}
