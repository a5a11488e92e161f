using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Tests.Diagnostics;
using AgentGuard.Cedar.Tests.Schema;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>What is said of entities and requests that do not conform to a schema.</summary>
public sealed class ConformanceFaultTests
{
    private static readonly CedarValidator s_validator = new(SchemaText.Read(Rendered.Documents));
    private static readonly EntityUid s_alice = new("User", "alice");
    private static readonly EntityUid s_plan = new("Document", "plan");
    private static readonly EntityUid s_read = new("Action", "read");

    public static TheoryData<string, string?, string?> Entities => new()
    {
        { "user", null, null },
        { "user without age", "`User::\"alice\"` lacks the attribute `age`", "give it one of type `Long`, or declare it as optional, `age?`" },
        { "user with text as age", "`User::\"alice\".age` is a String, and must be of type `Long`", null },
        { "user with nmae", "`User::\"alice\"` has the attribute `nmae`, which is not declared", "did you mean `name`?" },
        { "user with a team as manager", "`User::\"alice\".manager` is an entity of type `Team`, and must be of type `User`", null },
        { "user with a number as role", "`User::\"alice\".roles[…]` is a Long, and must be of type `String`", null },
        { "user in a folder", "`User::\"alice\"` is in `Folder::\"tmp\"`, and its type is in no `Folder`", "a `User` may be in `Team`" },
        { "user with a number as tag", "`the tag t` is a Long, and must be of type `String`", null },
        { "team with a tag", "`Team::\"ops\"` has the tag `t`, and its type has no tags", "declare them, `entity … tags String;`" },
        { "color", null, null },
        { "blue", "`Color::\"blue\"` is none of the entities of the enumerated type `Color`", "its ids are `red`, `green`" },
        { "usr", "the entity type `Usr` is not declared", "did you mean `User`?" },
        { "action", null, null },
        { "action with attribute", "the action `Action::\"read\"` has attributes or tags", "actions have neither" },
        { "action in nothing", "the action `Action::\"read\"` is in other actions than the schema says", "leave actions out of the entities; the schema declares them" },
        { "unknown action", "the action `Action::\"raed\"` is not declared", "did you mean `Action::\"read\"`?" },
    };

    [Theory]
    [MemberData(nameof(Entities))]
    public void An_entity(string entity, string? message, string? help)
    {
        ConformanceFault? fault = s_validator.CheckEntity(Make(entity));

        Assert.Equal(message, fault?.Message);
        Assert.Equal(help, fault?.Help);
        Assert.Equal(message is null ? null : Make(entity).Uid, fault?.Entity);
    }

    [Theory]
    [InlineData("User", "read", "Document", null, null)]
    [InlineData("User", "raed", "Document", "the action `Action::\"raed\"` is not declared", "did you mean `Action::\"read\"`?")]
    [InlineData("Usr", "read", "Document", "the entity type `Usr` of the principal is not declared", "did you mean `User`?")]
    [InlineData("Team", "read", "Document", "the action `Action::\"read\"` does not apply to a principal of type `Team`", "it applies to `User`")]
    [InlineData("User", "read", "Folder", "the action `Action::\"read\"` does not apply to a resource of type `Folder`", "it applies to `Document`")]
    [InlineData("User", "access", "Folder", "the action `Action::\"access\"` does not apply to a principal of type `User`", "it applies to nothing")]
    public void A_request(string principal, string action, string resource, string? message, string? help)
    {
        ConformanceFault? fault = s_validator.CheckRequest(new EntityUid(principal, "a"), new EntityUid("Action", action), new EntityUid(resource, "b"), Context());

        Assert.Equal(message, fault?.Message);
        Assert.Equal(help, fault?.Help);
    }

    [Fact]
    public void A_context()
    {
        Assert.Equal(
            "`context` lacks the attribute `ip` for the action `Action::\"read\"`",
            s_validator.CheckRequest(s_alice, s_read, s_plan, CedarRecord.Empty)?.Message);
        Assert.Equal(
            "`context.score` is a String, and must be of type `decimal` for the action `Action::\"read\"`",
            s_validator.CheckRequest(s_alice, s_read, s_plan, Context(("score", "1.0")))?.Message);
        Assert.Equal(
            "`context` has the attribute `user`, which is not declared for the action `Action::\"read\"`",
            s_validator.CheckRequest(s_alice, s_read, s_plan, Context(("user", s_alice)))?.Message);
    }

    [Fact]
    public void Of_many_entities_the_first_hundred_faults_are_told() =>
        Assert.Equal(100, s_validator.CheckEntities(Enumerable.Range(0, 1_000).Select(i => new Entity(new EntityUid("Nobody", $"{i}")))).Count);

    private static CedarRecord Context(params (string Name, Value Value)[] changes) =>
        Record(("ip", CedarIpAddress.Parse("10.0.0.1")), [("score", CedarDecimal.Parse("1.0")), .. changes]);

    private static Entity User(params (string Name, Value Value)[] changes) => new(s_alice, UserRecord(changes));

    private static CedarRecord UserRecord(params (string Name, Value Value)[] changes) => Record(
        ("name", "Alice"),
        [("age", 30), ("manager", s_alice), ("roles", new CedarSet(["admin"])), ("address", Record(("city", "Rome"), [])), .. changes]);

    private static CedarRecord Record((string Name, Value Value) first, (string Name, Value Value)[] rest)
    {
        Dictionary<string, Value> entries = new() { [first.Name] = first.Value };
        foreach ((string name, Value value) in rest)
        {
            entries[name] = value;
        }

        return new CedarRecord(entries);
    }

    private static Entity Make(string name) => name switch
    {
        "user" => User(),
        "user without age" => new(s_alice, new CedarRecord(UserRecord().Where(entry => entry.Key != "age"))),
        "user with text as age" => User(("age", "30")),
        "user with nmae" => User(("nmae", "Alice")),
        "user with a team as manager" => User(("manager", new EntityUid("Team", "ops"))),
        "user with a number as role" => User(("roles", new CedarSet([1]))),
        "user in a folder" => new(s_alice, UserRecord(), [new EntityUid("Folder", "tmp")]),
        "user with a number as tag" => new(s_alice, UserRecord(), tags: new([new("t", 1)])),
        "team with a tag" => new(new EntityUid("Team", "ops"), tags: new([new("t", "x")])),
        "color" => new(new EntityUid("Color", "red")),
        "blue" => new(new EntityUid("Color", "blue")),
        "usr" => new(new EntityUid("Usr", "alice")),
        "action" => new(s_read, parents: [new EntityUid("Action", "access")]),
        "action with attribute" => new(s_read, new([new("a", 1)]), [new EntityUid("Action", "access")]),
        "action in nothing" => new(s_read),
        _ => new(new EntityUid("Action", "raed")),
    };
}
