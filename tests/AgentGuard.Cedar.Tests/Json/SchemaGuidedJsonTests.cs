using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Schema;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Json;

/// <summary>Entities and contexts in JSON that is short because a schema tells their types.</summary>
public sealed class SchemaGuidedJsonTests
{
    private static readonly EntityUid s_view = new("Action", "view");

    [Theory]
    [InlineData("User", """{"type": "User", "id": "a"}""", "User::\"a\"")]
    [InlineData("User", """{"id": "a", "type": "User", "more": [null, 1.5]}""", "User::\"a\"")]
    [InlineData("User", """{"__entity": {"type": "User", "id": "a"}}""", "User::\"a\"")]
    [InlineData("User", """{"__entity": {"type": "User", "id": "a", "more": null}, "more": 1}""", "User::\"a\"")]
    [InlineData("Set<User>", """[{"type": "User", "id": "a"}, {"__entity": {"type": "User", "id": "a"}}]""", "[User::\"a\"]")]
    [InlineData("{ u: User }", """{"u": {"type": "User", "id": "a"}}""", "{\"u\": User::\"a\"}")]
    [InlineData("{ type: String, id: String }", """{"type": "User", "id": "a"}""", "{\"id\": \"a\", \"type\": \"User\"}")]
    [InlineData("ipaddr", "\"10.0.0.1\"", "ip(\"10.0.0.1\")")]
    [InlineData("ipaddr", """{"__extn": {"fn": "ip", "arg": "10.0.0.1"}}""", "ip(\"10.0.0.1\")")]
    [InlineData("ipaddr", """{"more": null, "__extn": {"arg": "10.0.0.1", "fn": "ip"}}""", "ip(\"10.0.0.1\")")]
    [InlineData("ipaddr", """{"fn": "ip", "arg": "10.0.0.1"}""", "ip(\"10.0.0.1\")")]
    [InlineData("decimal", "\"1.50\"", "decimal(\"1.5\")")]
    [InlineData("duration", "\"1h30m\"", "duration(\"1h30m\")")]
    [InlineData("datetime", "\"2024-10-15\"", "datetime(\"2024-10-15T00:00:00.000Z\")")]
    [InlineData("datetime", """{"fn": "offset", "args": ["2024-10-15", "1h"]}""", "datetime(\"2024-10-15T01:00:00.000Z\")")]
    [InlineData("datetime", """{"__extn": {"args": [{"fn": "toDate", "arg": "2024-10-15T11:00:00Z"}, {"__extn": {"fn": "duration", "arg": "1h"}}], "fn": "offset"}}""", "datetime(\"2024-10-15T01:00:00.000Z\")")]
    [InlineData("Set<decimal>", """["1.0", {"fn": "decimal", "arg": "2.0"}]""", "[decimal(\"1.0\"), decimal(\"2.0\")]")]
    [InlineData("Long", "1", "1")]
    [InlineData("Bool", """{"__extn": {"fn": "isIpv4", "arg": {"__extn": {"fn": "ip", "arg": "10.0.0.1"}}}}""", "true")]
    public void A_value_of_a_known_type(string type, string json, string value)
    {
        CedarSchema schema = Schema(type);

        CedarRecord context = CedarJson.ParseContext($$"""{"a": {{json}}}""", schema, s_view);
        EntityStore store = CedarJson.ParseEntities($$$"""[{"attrs": {"a": {{{json}}}}, "tags": {"t": {{{json}}}}, "parents": [], "uid": {"type": "User", "id": "x"}}]""", schema);

        Assert.Equal(value, context["a"].ToString());
        Assert.True(store.TryGetEntity(new EntityUid("User", "x"), out Entity? entity));
        Assert.Equal(value, entity.Attributes["a"].ToString());
        Assert.Equal(value, entity.Tags["t"].ToString());
    }

    [Theory]
    [InlineData("User", "\"a\"", "`context.a` is a String, and must be of type `User` for the action `Action::\"view\"` (line 1, column 1)")]
    [InlineData("User", """{"type": "User"}""", "an entity is named by an object with `type` and `id`, both strings at /a (line 1, column 7)")]
    [InlineData("User", """{"type": "Group", "id": "a"}""", "`context.a` is an entity of type `Group`, and must be of type `User` for the action `Action::\"view\"` (line 1, column 1)")]
    [InlineData("ipaddr", "\"10.0.0\"", "`10.0.0` is not an IP address: write IPv4 or IPv6, possibly with a prefix, such as `10.0.0.0/8` or `ffee::/64` at /a (line 1, column 7)")]
    [InlineData("ipaddr", """{"fn": "decimal", "arg": "1.0"}""", "`context.a` is a decimal, and must be of type `ipaddr` for the action `Action::\"view\"` (line 1, column 1)")]
    [InlineData("ipaddr", """{"fn": "ipp", "arg": "1.0"}""", "`ipp` is not an extension function at /a (line 1, column 7)")]
    [InlineData("ipaddr", """{"fn": "ip", "args": ["10.0.0.1", "10.0.0.1"]}""", "`ip` takes 1 arguments, not 2 at /a (line 1, column 7)")]
    [InlineData("datetime", """{"fn": "offset", "args": ["2024-10-15", "x"]}""", "`x` is not a duration: write quantities with the units d, h, m, s and ms in this order, such as `1d12h` at /a/args/1 (line 1, column 47)")]
    [InlineData("Long", "\"1\"", "`context.a` is a String, and must be of type `Long` for the action `Action::\"view\"` (line 1, column 1)")]
    [InlineData("Long", "1.5", "`1.5` is not an integer; a decimal is written as an `__extn` at /a (line 1, column 7)")]
    [InlineData("{ b: Long }", """{"b": 1, "c": 2}""", "`context.a` has the attribute `c`, which is not declared for the action `Action::\"view\"` (line 1, column 1)")]
    [InlineData("{ b: Long }", "{}", "`context.a` lacks the attribute `b` for the action `Action::\"view\"` (line 1, column 1)")]
    public void A_value_of_another_type_is_refused(string type, string json, string message) =>
        Assert.Equal(message, Assert.Throws<CedarJsonException>(() => CedarJson.ParseContext($$"""{"a": {{json}}}""", Schema(type), s_view)).Message);

    [Fact]
    public void Actions_come_from_the_schema()
    {
        CedarSchema schema = SchemaText.Read("entity User; action all; action some in all; action read in some appliesTo { principal: User, resource: User };");
        EntityStore alone = CedarJson.ParseEntities("[]", schema);
        EntityStore beside = CedarJson.ParseEntities("""[{"uid": {"type": "Action", "id": "read"}, "attrs": {}, "parents": [{"type": "Action", "id": "some"}, {"type": "Action", "id": "all"}]}]""", schema);

        foreach (EntityStore store in (EntityStore[])[alone, beside])
        {
            Assert.Equal(3, store.Count);
            Assert.True(store.TryGetEntity(new EntityUid("Action", "read"), out Entity? read));
            Assert.True(read.IsDescendantOf(new EntityUid("Action", "all")));
        }

        CedarJsonException thrown = Assert.Throws<CedarJsonException>(() => CedarJson.ParseEntities("""[{"uid": {"type": "Action", "id": "read"}, "attrs": {}, "parents": []}]""", schema));
        Assert.Equal("the action `Action::\"read\"` is in other actions than the schema says at /0 (line 1, column 2)", thrown.Message);
    }

    [Fact]
    public void An_entity_that_does_not_conform_is_named_with_its_place()
    {
        CedarJsonException thrown = Assert.Throws<CedarJsonException>(() => CedarJson.ParseEntities(
            """
            [{"uid": {"type": "User", "id": "x"}, "attrs": {"a": 1}, "parents": []},
             {"uid": {"type": "User", "id": "y"}, "attrs": {"a": "1"}, "parents": []}]
            """,
            Schema("Long")));

        Assert.Equal("`User::\"y\".a` is a String, and must be of type `Long` at /1 (line 2, column 2)", thrown.Message);
        Assert.Equal("/1", thrown.Path);
    }

    [Fact]
    public void A_context_of_an_action_that_is_not_declared_is_the_callers_fault() =>
        Assert.Throws<ArgumentException>(() => CedarJson.ParseContext("{}", Schema("Long"), new EntityUid("Action", "edit")));

    [Fact]
    public void What_is_nested_too_deep_is_refused_whatever_its_type()
    {
        const int levels = 100_000;
        string calls = string.Concat(Enumerable.Repeat("{\"fn\":\"toDate\",\"arg\":", levels)) + "\"2024-10-15\"" + new string('}', levels);

        Assert.Throws<CedarJsonException>(() => CedarJson.ParseContext($$"""{"a": {{calls}}}""", Schema("datetime"), s_view));
        Assert.Throws<CedarJsonException>(() => CedarJson.ParseContext($$"""{"a": {{new string('[', levels)}}}""", Schema("Set<Set<Long>>"), s_view));
    }

    private static CedarSchema Schema(string type) =>
        SchemaText.Read($"type T = {type}; entity Group; entity User = {{ a?: T }} tags T; action view appliesTo {{ principal: User, resource: User, context: {{ a: T }} }};");
}
