using static AgentGuard.Principal;

namespace AgentGuard.Tests.Guard;

/// <summary>What a hop was handed its task with holds for it and for all below it, whatever the bundle permits.</summary>
public sealed class BoundsTests
{
    private const string Accounts = """{ "tools": { "payments.transfer": { "resource": { "type": "Account", "argument": "/to" } } } }""";

    [Fact]
    public async Task A_resource_out_of_bounds_is_denied_alone_and_among_others()
    {
        using GuardScene scene = new(tools: Accounts);
        AgentScope scope = GuardScene.Begin(User("alice"), Bot("permit (principal, action, resource == Account::\"a\");"));

        await scene.AssertExecutedAsync("""{"to":"a"}""", scope: scope);
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, """{"to":"b"}""", scope: scope);
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, """{"to":["a","b"]}""", scope: scope);

        Assert.Equal([InvocationOutcome.Succeeded, InvocationOutcome.Denied, InvocationOutcome.Denied], await scene.HistoryAsync(scope));
    }

    [Fact]
    public async Task A_budget_in_bounds_is_spent_once_by_however_many_parallel_calls()
    {
        using GuardScene scene = new();
        AgentScope scope = GuardScene.Begin(User("alice"), Bot("permit (principal, action, resource) when { context.history.calls < 3 };"), Agent("helper"));

        ToolCallOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () => await scene.InvokeAsync(scope: scope))));

        Assert.Equal(3, scene.Runs);
        Assert.Equal(29, outcomes.Count(outcome => outcome.Decision.Denial?.Code == DenyReasons.OutOfBounds));
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: scope);
    }

    [Fact]
    public async Task Bounds_expire_when_they_say_so()
    {
        using GuardScene scene = new();
        AgentScope scope = GuardScene.Begin(
            User("alice"), Bot("permit (principal, action, resource) when { context.now < datetime(\"2026-01-01T12:10:00Z\") };"));
        scene.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        await scene.AssertExecutedAsync(scope: scope);

        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));

        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: scope);
    }

    [Fact]
    public async Task A_depth_in_bounds_holds_for_all_who_are_asked_to_help()
    {
        using GuardScene scene = new();
        Hop bot = Bot("permit (principal, action, resource) when { context.delegation.depth <= 3 };");

        await scene.AssertExecutedAsync(scope: GuardScene.Begin(User("alice"), bot, Agent("helper")));
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: GuardScene.Begin(User("alice"), bot, Agent("helper"), Agent("intern")));
    }

    [Fact]
    public async Task The_bounds_of_every_hop_must_allow_a_call()
    {
        using GuardScene scene = new();
        AgentScope scope = GuardScene.Begin(
            User("alice"),
            Bot("permit (principal, action in [Action::\"mail.read\", Action::\"crm.read\"], resource);"),
            new Hop(Agent("helper")) { Bounds = HopBounds.Parse("permit (principal, action in [Action::\"crm.read\", Action::\"payments.transfer\"], resource);") });

        await scene.AssertExecutedAsync(tool: "crm.read", scope: scope);
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, tool: "mail.read", scope: scope);
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, tool: "payments.transfer", scope: scope);
    }

    [Fact]
    public async Task Bounds_of_an_asserted_hop_take_away_too()
    {
        using GuardScene scene = new();
        Hop asserted = Hop.Asserted(Agent("bot")) with { Bounds = HopBounds.Parse("permit (principal, action == Action::\"mail.read\", resource);") };

        await scene.AssertExecutedAsync(tool: "mail.read", scope: GuardScene.Begin(User("alice"), asserted));
        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: GuardScene.Begin(User("alice"), asserted));
    }

    [Fact]
    public async Task A_call_out_of_bounds_is_denied_and_nobody_is_asked()
    {
        using GuardScene scene = new($"{GuardScene.PermitAll}@id(\"a\") @approval(\"finance\") forbid (principal, action, resource);");

        await scene.AssertDeniedAsync(DenyReasons.OutOfBounds, scope: GuardScene.Begin(User("alice"), Bot("")));

        Assert.Empty(await scene.Guard.Approvals.ListPendingAsync());
    }

    private static Hop Bot(string bounds) => new(Agent("bot")) { Bounds = HopBounds.Parse(bounds) };
}
