using AgentGuard.Cedar.Syntax;
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
        Assert.Single(bounds.Policies);
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
        Assert.Equal(256, HopBounds.Parse(string.Concat(Enumerable.Repeat("permit (principal, action, resource);", 256))).Policies.Count);
    }

    [Fact]
    public void Without_a_permit_bounds_are_read_and_allow_nothing() => Assert.Empty(HopBounds.Parse("").Policies);
}
