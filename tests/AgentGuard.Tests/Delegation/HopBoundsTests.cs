using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class HopBoundsTests
{
    private const string ReadOnly = """
        @id("read-only") @advice("this agent only reads")
        permit (principal, action in Action::"read_only", resource);
        """;

    [Fact]
    public void Bounds_are_read_from_Cedar_and_stay_with_their_hop()
    {
        HopBounds bounds = HopBounds.Parse(ReadOnly);
        using AgentScope run = AgentScope.Begin(User("alice"), new Hop(Agent("bot")) { Bounds = bounds });

        Assert.Equal(ReadOnly, bounds.Text);
        Assert.Null(run.Chain.Root.Bounds);
        Assert.Same(bounds, run.Chain.Acting.Bounds);
    }

    [Fact]
    public void An_asserted_hop_may_carry_bounds_because_they_only_take_away()
    {
        HopBounds bounds = HopBounds.Parse(ReadOnly);

        Assert.Same(bounds, (Hop.Asserted(Agent("bot")) with { Bounds = bounds }).Bounds);
    }

    [Theory]
    [InlineData("approval")]
    [InlineData("confirm")]
    [InlineData("redact_argument")]
    [InlineData("redact_result")]
    [InlineData("quorum")]
    [InlineData("expires")]
    [InlineData("notify")]
    [InlineData("shadow")]
    [InlineData("of_a_handler_of_ones_own")]
    public void Nothing_lifts_a_bound(string annotation)
    {
        CedarSyntaxException thrown = Assert.Throws<CedarSyntaxException>(() => HopBounds.Parse($"""
            permit (principal, action, resource);
            @id("x") @{annotation}("finance")
            forbid (principal, action, resource);
            """));

        Assert.Equal($"bounds:2:10: error: `@{annotation}` has no place in bounds", thrown.Message);
    }

    [Theory]
    [InlineData("permit (principal, action, resource)")]
    [InlineData("allow all;")]
    public void What_is_not_Cedar_is_refused(string text) => Assert.Throws<CedarSyntaxException>(() => HopBounds.Parse(text));

    [Fact]
    public void Bounds_have_bounds()
    {
        Assert.Throws<CedarSyntaxException>(() => HopBounds.Parse(ReadOnly + new string(' ', 1 << 16)));
        Assert.Throws<CedarSyntaxException>(() => HopBounds.Parse(string.Concat(Enumerable.Repeat("permit (principal, action, resource);", 257))));
        Assert.True(Allows(string.Concat(Enumerable.Repeat("permit (principal, action, resource);", 256))));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("forbid (principal, action, resource);", false)]
    [InlineData("permit (principal, action, resource);", true)]
    [InlineData("""permit (principal, action in Action::"read_only", resource);""", true)]
    [InlineData("""permit (principal, action in Action::"money", resource);""", false)]
    [InlineData("""permit (principal, action, resource) when { context.amount < 100 };""", true)]
    [InlineData("""permit (principal, action, resource) when { context.amount < 10 };""", false)]
    [InlineData("""permit (principal, action, resource) when { context.absent < 10 };""", false)]
    [InlineData("""permit (principal, action, resource); permit (principal, action, resource) when { context.absent < 10 };""", true)]
    [InlineData("""permit (principal, action, resource); forbid (principal, action, resource) when { context.amount > 10 };""", false)]
    [InlineData("""permit (principal, action, resource); forbid (principal, action, resource) when { context.absent > 10 };""", false)]
    public void Bounds_allow_what_they_permit_and_a_forbid_that_fails_denies(string bounds, bool isAllowed) =>
        Assert.Equal(isAllowed, Allows(bounds));

    private static bool Allows(string bounds)
    {
        EntityUid read = new("Action", "mail.read");
        CedarRequest call = new(Agent("bot"), read, new EntityUid("Toolset", "mail"), new CedarRecord([KeyValuePair.Create<string, Value>("amount", 50L)]));
        return HopBounds.Parse(bounds).Allow(call, new EntityStore([new Entity(read, parents: [new EntityUid("Action", "read_only")])]));
    }
}
