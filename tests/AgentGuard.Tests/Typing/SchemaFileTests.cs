using AgentGuard.Tests.Policies;

namespace AgentGuard.Tests.Typing;

/// <summary>The deployer's part of the schema, and the whole that is made of it.</summary>
public sealed class SchemaFileTests
{
    private const string Expected = """
        type Environment = {
          stage: String
        };

        type SessionAttributes = {
          purpose?: String
        };

        entity Group;

        entity User in [Group] = {
          roles: Set<String>,
          level?: Long,
          grants: Set<String>
        };

        entity Account;

        entity Agent = {
          grants: Set<String>
        };

        entity Service = {
          grants: Set<String>
        };

        entity Workload = {
          grants: Set<String>
        };

        entity Toolset;

        action "money";

        action "payments.transfer" in ["money"] appliesTo {
          principal: [User, Agent, Service, Workload],
          resource: [Account],
          context: {
            delegation: AgentGuard::CallDelegation,
            environment: Environment,
            grounds: AgentGuard::CallGrounds,
            history: AgentGuard::CallHistory,
            input: {
              to: String,
              amount: Long,
              note?: String
            },
            now: datetime,
            origin: {
              to: Set<String>,
              amount: Set<String>,
              note?: Set<String>,
              extra?: Set<String>
            },
            session: AgentGuard::CallSession
          }
        };

        action "agentguard.approve" appliesTo {
          principal: [User],
          resource: [Account, Toolset],
          context: {
            approval: {
              group: String,
              id: String,
              policies: Set<String>
            },
            groups: Set<String>,
            tool: String
          }
        };

        namespace AgentGuard {
          type CallHistory = {
            calls: Long,
            counts: {
              "payments.transfer"?: Long
            },
            denied: Long,
            labels: Set<String>,
            tools: Set<String>
          };

          type CallGrounds = {
            purposeMentioned: Bool,
            readUntrusted: Bool,
            sharesUserWords: Bool,
            content: Set<String>,
            party: Set<String>,
            target: Set<String>,
            value: Set<String>
          };

          type CallDelegation = {
            depth: Long
          };

          type CallSession = {
            purpose?: String,
            id: String,
            tenant?: String
          };
        }

        """;

    [Theory]
    [InlineData("entity User = { roles: Set<Sting> };", "schema.cedarschema:1:28: error: undeclared type `Sting` → did you mean `String`?")]
    [InlineData("entity User;\naction \"payments.transfer\" appliesTo { principal: User, resource: User };", "schema.cedarschema:2:8: error: `Action::\"payments.transfer\"` is declared here, and actions come from the tools → take it away: tools and their groups stand in `tools.json`, and their arguments in the tools' own schemas")]
    [InlineData("entity User { grants: Set<String> };", "schema.cedarschema:1:8: error: `User` declares `grants`, which the guard sets → take it away: it is a set of strings wherever somebody acts")]
    [InlineData("entity Agent enum [\"bot\"];", "schema.cedarschema:1:8: error: `Agent` is an enumerated type, and who acts has attributes → write `entity Agent;`, with attributes if it has some")]
    [InlineData("type Environment = Set<String>;", "schema.cedarschema:1:1: error: the type `Environment` is no record → write `type Environment = { … };`")]
    [InlineData("type SessionAttributes = { id: String };", "schema.cedarschema:1:1: error: `id` in `SessionAttributes` is the session's own → take it away: policies see it without that")]
    [InlineData("namespace AgentGuard { type T = Long; }", "schema.cedarschema:1:1: error: the namespace `AgentGuard` is the guard's own → give yours another name")]
    [InlineData("entity", "schema.cedarschema:1:7: error: expected the name of an entity type, found the end of the text")]
    public void A_mistake_is_refused_where_it_stands_with_tools_or_without(string schema, string refusal)
    {
        using TemporaryBundle bundle = TypedBundle.With("", schema);

        Assert.Equal(refusal, bundle.Refusal());
    }

    [Fact]
    public void A_schema_is_part_of_the_bundle()
    {
        using TemporaryBundle bundle = TypedBundle.With("");
        string before = bundle.Load().ContentHash;

        bundle.Write("schema.cedarschema", TypedBundle.Types + "\nentity Extra;");

        Assert.NotEqual(before, bundle.Load().ContentHash);
        Assert.Contains("schema.cedarschema", BundleManifest.Create(bundle.Folder, "1").Files.Keys);
    }

    [Fact]
    public void The_schema_of_a_tool_reads_as_its_author_would_write_it()
    {
        using TemporaryBundle bundle = TypedBundle.With("").Write("tools.json", """{ "tools": { "payments.transfer": { "groups": ["money"], "resource": { "type": "Account", "argument": "/to" } } } }""");

        string schema = bundle.Load().PrintSchema([TypedBundle.Tool("payments.transfer", """
            { "type": "object", "required": ["to", "amount"], "properties": { "to": { "type": "string" }, "amount": { "type": "integer" }, "note": { "type": "string" }, "extra": {} } }
            """)]);

        Assert.Equal(Expected, schema);
    }
}
