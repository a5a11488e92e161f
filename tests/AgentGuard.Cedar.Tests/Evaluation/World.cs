using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Evaluation;

/// <summary>A small world that the tests of the evaluator ask about: alice edits a document.</summary>
internal static class World
{
    public static EntityUid Alice { get; } = new("User", "alice");

    public static EntityUid Edit { get; } = new("Action", "edit");

    public static EntityUid Document { get; } = new("Document", "plan");

    public static EntityStore Entities { get; } = new(
    [
        new Entity(
            Alice,
            Record(("age", 30), ("name", "Alice"), ("manager", new EntityUid("User", "bob")), ("ghost", new EntityUid("User", "nobody")), ("roles", Set("editor", "author")), ("home", Record(("city", "Bonn")))),
            [new EntityUid("Group", "staff")],
            Record(("team", "blue"))),
        new Entity(new EntityUid("User", "bob"), Record(("age", 50)), [new EntityUid("Group", "bosses")]),
        new Entity(new EntityUid("Group", "staff"), parents: [new EntityUid("Group", "everyone")]),
        new Entity(new EntityUid("Group", "bosses"), parents: [new EntityUid("Group", "staff")]),
        new Entity(Edit, parents: [new EntityUid("Action", "write")]),
        new Entity(Document, Record(("owner", Alice), ("size", 12)), [new EntityUid("Folder", "plans")]),
    ]);

    public static CedarRecord Context { get; } = Record(
        ("amount", 2500),
        ("path", "/data/plans/plan.txt"),
        ("ip", CedarIpAddress.Parse("10.1.2.3")),
        ("price", CedarDecimal.Parse("12.5")),
        ("now", CedarDateTime.Parse("2024-10-15T09:30:00Z")),
        ("numbers", Set(1, 2, 3)),
        ("nothing", CedarSet.Empty));

    public static CedarRequest Request { get; } = new(Alice, Edit, Document, Context);

    public static PolicySet Policies(string text, PolicySetOptions? options = null) => new(Parse(text), options);

    public static IReadOnlyList<Policy> Parse(string text) => CedarParser.ParsePolicies(new SourceText(text, "test.cedar"));

    public static AuthorizationResult Ask(string policies) => Policies(policies).Authorize(Request, Entities);

    /// <summary>What a condition comes to: <c>true</c>, <c>false</c>, or the error.</summary>
    public static string Condition(string expression, PolicySetOptions? options = null)
    {
        AuthorizationResult result = Policies($"permit (principal, action, resource) when {{ {expression} }};", options).Authorize(Request, Entities);
        return result.Errors.Length > 0 ? result.Errors[0].Error.Message : result.Permits.Length > 0 ? "true" : "false";
    }

    public static string Ids(ReadOnlySpan<CompiledPolicy> policies) => string.Join(' ', policies.ToArray().Select(policy => policy.Policy.Id));

    public static string Ids(ReadOnlySpan<PolicyError> errors) => string.Join(' ', errors.ToArray().Select(error => error.Policy.Policy.Id));

    private static CedarRecord Record(params ReadOnlySpan<(string Name, Value Value)> fields)
    {
        List<KeyValuePair<string, Value>> entries = [];
        foreach ((string name, Value value) in fields)
        {
            entries.Add(new(name, value));
        }

        return new CedarRecord(entries);
    }

    private static CedarSet Set(params Value[] elements) => new(elements);
}
