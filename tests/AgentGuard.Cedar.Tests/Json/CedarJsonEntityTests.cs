using System.Text;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Tests.Values;
using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Json;

public sealed class CedarJsonEntityTests
{
    private const string Alice = """{"uid": {"type": "User", "id": "alice"}, "attrs": {"age": 7}, "parents": []}""";

    [Fact]
    public void Entities_have_uids_attributes_parents_and_tags()
    {
        EntityStore store = CedarJson.ParseEntities(
            """
            [
              {
                "uid": {"__entity": {"type": "Ns::User", "id": "alice"}},
                "attrs": {"manager": {"__entity": {"type": "Ns::User", "id": "bob"}}, "__entity": 1},
                "parents": [{"type": "Group", "id": "a"}, {"__entity": {"type": "Group", "id": "b"}}, {"type": "Group", "id": "a"}],
                "tags": {"any text": [1]},
                "comment": {"ignored": [null, 1.5]}
              },
              {"uid": {"type": "Group", "id": "a", "more": null}, "attrs": {}, "parents": [{"type": "Group", "id": "all"}]}
            ]
            """);
        Assert.Equal(2, store.Count);
        Assert.True(store.TryGetEntity(new EntityUid("Ns::User", "alice"), out Entity? alice));
        Assert.Equal("""{"__entity": 1, "manager": Ns::User::"bob"}""", alice.Attributes.ToString());
        Assert.Equal("""{"any text": [1]}""", alice.Tags.ToString());
        Assert.Equal(["Group::\"a\"", "Group::\"b\""], alice.Parents.Select(p => p.ToString()));
        Assert.Equal(["Group::\"a\"", "Group::\"b\"", "Group::\"all\""], alice.Ancestors.Select(p => p.ToString()));
    }

    [Fact]
    public void A_stream_is_read_to_its_end_and_left_open()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes($"[{Alice}]"));
        Assert.Single(CedarJson.ParseEntities(stream));
        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData("{}", "entities are an array, and this is an object (line 1, column 1)")]
    [InlineData("[1]", "an entity is an object, and this is a number at /0 (line 1, column 2)")]
    [InlineData("""[{"attrs": {}, "parents": []}]""", "an entity has no `uid` at /0 (line 1, column 2)")]
    [InlineData("""[{"uid": {"type": "A", "id": "b"}, "parents": []}]""", "an entity has no `attrs` at /0 (line 1, column 2)")]
    [InlineData("""[{"uid": {"type": "A", "id": "b"}, "attrs": {}}]""", "an entity has no `parents` at /0 (line 1, column 2)")]
    [InlineData("""[{"uid": "A::\"b\"", "attrs": {}, "parents": []}]""", "an entity is named by an object with `type` and `id`, and this is a string at /0/uid (line 1, column 10)")]
    [InlineData("""[{"uid": {"type": "A"}, "attrs": {}, "parents": []}]""", "an entity is named by an object with `type` and `id`, both strings at /0/uid (line 1, column 10)")]
    [InlineData("""[{"uid": {"type": "A", "id": 1}, "attrs": {}, "parents": []}]""", "an entity is named by an object with `type` and `id`, both strings at /0/uid (line 1, column 10)")]
    [InlineData("""[{"uid": {"type": "A-B", "id": "1"}, "attrs": {}, "parents": []}]""", "`A-B` is not an entity type at /0/uid (line 1, column 10)")]
    [InlineData("""[{"uid": {"__expr": "A::\"b\""}, "attrs": {}, "parents": []}]""", "`__expr` is no longer part of Cedar; write `__entity` at /0/uid/__expr (line 1, column 10)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1", "id": "2"}, "attrs": {}, "parents": []}]""", "`id` stands twice in one object at /0/uid (line 1, column 35)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {}, "attrs": {}, "parents": []}]""", "`attrs` stands twice in one object at /0 (line 1, column 49)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {"x": 1, "x": 1}, "parents": []}]""", "`x` stands twice in one object at /0/attrs (line 1, column 54)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": [], "parents": []}]""", "attributes are an object, and this is an array at /0/attrs (line 1, column 45)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {}, "parents": {}}]""", "parents are an array, and this is an object at /0/parents (line 1, column 60)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {}, "parents": [null]}]""", "an entity is named by an object with `type` and `id`, and this is null at /0/parents/0 (line 1, column 61)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {}, "parents": [], "tags": null}]""", "tags are an object, and this is null at /0/tags (line 1, column 72)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {"x": null}, "parents": []}]""", "null is not a value; leave the attribute out at /0/attrs/x (line 1, column 51)")]
    [InlineData("""[{"uid": {"type": "N::Action", "id": "1"}, "attrs": {}, "parents": [{"type": "A", "id": "1"}]}]""", "the action `N::Action::\"1\"` is in `A::\"1\"`, which is no action at /0 (line 1, column 69)")]
    [InlineData("""[{"uid": {"type": "A", "id": "1"}, "attrs": {}, "parents": [{"type": "A", "id": "1"}]}]""", "the entities form a cycle: `A::\"1\" in A::\"1\"` at /0 (line 1, column 2)")]
    public void What_is_wrong_is_said_with_its_place(string json, string message) =>
        Assert.Equal(message, Assert.Throws<CedarJsonException>(() => CedarJson.ParseEntities(json)).Message);

    [Fact]
    public void One_uid_stands_for_one_entity()
    {
        string older = Alice.Replace("7", "8", StringComparison.Ordinal);
        Assert.Single(CedarJson.ParseEntities($"[{Alice}, {Alice}]"));
        CedarJsonException fault = Assert.Throws<CedarJsonException>(() => CedarJson.ParseEntities($"[{Alice},\n {older}]"));
        Assert.Equal("`User::\"alice\"` stands for two entities that differ at /1 (line 2, column 2)", fault.Message);
    }

    [Fact]
    public void Entities_are_written_in_the_order_of_their_uids_and_read_back()
    {
        const string written = """[{"uid":{"type":"A","id":"z"},"attrs":{"a":1,"b":2},"parents":[{"type":"A","id":"y"},{"type":"B","id":"c"}],"tags":{"t":"x"}},{"uid":{"type":"B","id":"c"},"attrs":{},"parents":[]}]""";
        EntityStore store = new(
        [
            new(new("B", "c")),
            new(new("A", "z"), new([new("b", 2), new("a", 1)]), [new("B", "c"), new("A", "y")], new([new("t", "x")])),
        ]);
        Assert.Equal(written, CedarJson.WriteEntities(store));
        Assert.Equal(written, CedarJson.WriteEntities(CedarJson.ParseEntities(written)));
    }

    [Fact]
    public void Every_hierarchy_is_read_back() => Prop.ForAll(Graphs.Acyclic.ToArbitrary(), parents =>
    {
        EntityStore store = new(Graphs.Entities(parents));
        EntityStore again = CedarJson.ParseEntities(CedarJson.WriteEntities(store));
        return store.Count == again.Count
            && store.All(e => again.TryGetEntity(e.Uid, out Entity? same) && same.Ancestors.ToHashSet().SetEquals(e.Ancestors));
    }).QuickCheckThrowOnFailure();
}
