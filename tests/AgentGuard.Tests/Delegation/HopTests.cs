using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Delegation;

public sealed class HopTests
{
    [Fact]
    public void A_hop_of_host_code_is_verified_and_an_asserted_one_is_not()
    {
        Hop hop = Agent("bot");

        Assert.True(hop.IsVerified);
        Assert.False(Hop.Asserted(Agent("bot")).IsVerified);
        Assert.Equal("Agent::\"bot\"", hop.ToString());
        Assert.Equal("Agent::\"bot\" (asserted)", Hop.Asserted(Agent("bot")).ToString());
    }

    [Fact]
    public void Nobody_vouches_for_the_claims_of_an_asserted_hop()
    {
        CedarRecord claims = new([KeyValuePair.Create<string, Value>("scope", "payments")]);

        Assert.Throws<InvalidOperationException>(() => Hop.Asserted(User("alice")) with { Claims = claims });
        Assert.Same(claims, new Hop(User("alice")) { Claims = claims }.Claims);
    }

    [Fact]
    public void What_the_claims_were_made_from_does_not_change_them()
    {
        Dictionary<string, Value> source = new() { ["scope"] = "read" };
        Hop hop = new(User("alice")) { Claims = new CedarRecord(source) };
        source["scope"] = "write";

        Assert.Equal(new Hop(User("alice")) { Claims = new CedarRecord([KeyValuePair.Create<string, Value>("scope", "read")]) }.Claims, hop.Claims);
    }

    [Fact]
    public void A_hop_gets_a_fresh_id_each_time_a_scope_begins_with_it()
    {
        Hop alice = User("alice");
        Hop bot = Agent("bot");
        HashSet<string> ids = [];
        for (int i = 0; i < 100; i++)
        {
            using AgentScope run = AgentScope.Begin(alice, bot, bot);
            ids.UnionWith(run.Chain.Hops.Select(hop => hop.Id));
        }

        Assert.Equal(300, ids.Count);
        Assert.All(ids, id => Assert.True(id.StartsWith("hop_", StringComparison.Ordinal) && id.Length == 36));
        Assert.Equal("", alice.Id);
    }

    [Fact]
    public void The_hops_of_a_scope_keep_their_ids_inside_it()
    {
        using AgentScope outer = AgentScope.Begin(User("alice"), Agent("bot"));
        using AgentScope inner = AgentScope.Begin(Agent("sub"));

        Assert.Equal(outer.Chain.Hops, inner.Chain.Hops.Take(2));
        Assert.Same(outer.Chain.Hops[1], inner.Chain.Hops[1]);
    }

    [Fact]
    public void A_group_does_not_act()
    {
        Assert.Throws<ArgumentException>(() => new Hop(Group("finance")));
        Assert.Throws<ArgumentException>(() => Hop.Asserted(Group("finance")));
    }

    [Fact]
    public void A_principal_has_an_id()
    {
        Assert.Throws<ArgumentException>(() => User(""));
        Assert.Throws<ArgumentNullException>(() => Agent(null!));
        Assert.Throws<ArgumentException>(() => Service("\ud800"));
    }
}
