using AgentGuard.Cedar.Values;
using static AgentGuard.Principal;

namespace AgentGuard.Tests.Policies;

/// <summary>What <c>entities.json</c> may say, and what comes from elsewhere.</summary>
public sealed class EntityFileTests
{
    [Fact]
    public void Users_their_roles_and_groups_are_read()
    {
        EntityStore entities = Load("""
            [{"uid":{"type":"User","id":"alice"},"attrs":{"roles":["treasurer"]},"parents":[]},
             {"uid":{"type":"User","id":"fay"},"attrs":{"roles":[]},"parents":[{"type":"Group","id":"finance"}]}]
            """);

        Assert.True(entities.TryGetEntity(User("alice"), out Entity? alice));
        Assert.True(alice.Attributes.TryGetValue("roles", out Value roles));
        Assert.Equal<Value>(new CedarSet(["treasurer"]), roles);
        Assert.True(entities.TryGetEntity(User("fay"), out Entity? fay));
        Assert.True(fay.IsDescendantOf(Group("finance")));
    }

    [Fact]
    public void The_file_may_be_missing()
    {
        using TemporaryBundle bundle = new();

        Assert.Equal([new EntityUid("Action", "agentguard.approve")], bundle.Load().Entities.Select(entity => entity.Uid));
    }

    [Fact]
    public void The_catalog_puts_each_tool_into_its_groups()
    {
        EntityStore entities = Load("[]", """{ "tools": { "payments.transfer": { "groups": ["money", "egress"] }, "clock": {} } }""");

        Assert.Equal(3, entities.Count);
        Assert.True(entities.TryGetEntity(new EntityUid("Action", "payments.transfer"), out Entity? transfer));
        Assert.Equal([new EntityUid("Action", "money"), new EntityUid("Action", "egress")], transfer.Parents);
        Assert.True(entities.TryGetEntity(new EntityUid("Action", "local.clock"), out Entity? clock));
        Assert.Empty(clock.Parents);
        Assert.True(entities.TryGetEntity(new EntityUid("Action", "agentguard.approve"), out Entity? approve));
        Assert.Empty(approve.Parents);
    }

    [Theory]
    [InlineData("""{"type":"Action","id":"payments.transfer"}""", "Action::\"payments.transfer\"")]
    [InlineData("""{"type":"Ns::Action","id":"x"}""", "Ns::Action::\"x\"")]
    [InlineData("""{"__entity":{"type":"Action","id":"money"}}""", "Action::\"money\"")]
    public void Actions_are_the_catalog_s(string uid, string named)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("entities.json", $$"""
            [{"uid":{"type":"User","id":"alice"},"attrs":{},"parents":[]},
             {"uid":{{uid}},"attrs":{},"parents":[]}]
            """);

        Assert.Equal(
            $"entities.json:2:2: error: `{named}` cannot be described here → actions and their groups come from `tools.json`",
            bundle.Refusal());
    }

    [Theory]
    [InlineData("User", "claims")]
    [InlineData("User", "grants")]
    [InlineData("Agent", "claims")]
    [InlineData("Service", "grants")]
    [InlineData("Workload", "claims")]
    public void What_only_the_guard_knows_of_a_principal_is_refused(string type, string attribute)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("entities.json", $$"""
            [{"uid":{"type":"{{type}}","id":"x"},
              "attrs":{ "{{attribute}}":{} },"parents":[]}]
            """);

        Assert.Equal(
            $"entities.json:2:13: error: `{attribute}` of `{type}::\"x\"` cannot be set here → the guard sets it, from verified identity and from grants",
            bundle.Refusal());
    }

    [Fact]
    public void A_reserved_name_is_found_however_it_is_spelt()
    {
        using TemporaryBundle bundle = new();
        bundle.Write("entities.json", """[{"uid":{"type":"U\u0073er","id":"x"},"attrs":{"cl\u0061ims":{}},"parents":[]}]""");

        Assert.StartsWith("entities.json:1:48: error: `claims` of `User::\"x\"` cannot be set here", bundle.Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_entity_may_have_such_attributes() =>
        Assert.Equal(2, Load("""[{"uid":{"type":"Project","id":"x"},"attrs":{"grants":["eu"]},"parents":[]}]""").Count);

    [Theory]
    [InlineData("[", 1, 2)]
    [InlineData("{}", 1, 1)]
    [InlineData("[\n  {\"uid\":{\"type\":\"Üser\",\"id\":\"x\"},\"attrs\":{},\"parents\":[]}]", 2, 10)]
    [InlineData("[{\"uid\":{\"type\":\"User\",\"id\":\"x\"},\"attrs\":{},\"attrs\":{},\"parents\":[]}]", 1, 45)]
    [InlineData("[{\"uid\":{\"type\":\"User\",\"id\":\"x\"},\"attrs\":{},\"parents\":[{\"type\":\"User\",\"id\":\"x\"}]}]", 1, 2)]
    public void What_is_no_Cedar_entity_is_refused_with_its_place(string text, int line, int column)
    {
        using TemporaryBundle bundle = new();
        bundle.Write("entities.json", text);

        string refusal = bundle.Refusal();

        Assert.StartsWith($"entities.json:{line}:{column}: error: ", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("(line", refusal, StringComparison.Ordinal);
    }

    private static EntityStore Load(string entities, string tools = """{ "tools": {} }""")
    {
        using TemporaryBundle bundle = new();
        return bundle.Write("entities.json", entities).Write("tools.json", tools).Load().Entities;
    }
}
