using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cedar.Tests.Schema;

public sealed class CedarSchemaTests
{
    private const string Everything =
        """
        @doc("what is shared")
        namespace Shared::Types {
          type Address = {
            city: String,
            @since("2")
            "zip code"?: String
          };
        }

        namespace App {
          type Names = Set<__cedar::String>;

          @internal
          entity User, Robot in [Group] = {
            "in": Bool,
            address?: Shared::Types::Address,
            names: Names
          } tags Set<Long>;

          entity Group;

          entity Color enum ["red", "light \"blue\""];

          action "read", "write" in ["all", Other::Action::"some"] appliesTo {
            principal: [User, Robot],
            resource: [Group],
            context: {
              ip: ipaddr
            }
          };

          action "all";
        }

        namespace Other {
          type Context = {};

          action "some" appliesTo {
            principal: [App::User],
            resource: [App::User],
            context: Context
          };
        }

        """;

    [Fact]
    public void A_schema_is_printed_as_it_is_best_written() =>
        Assert.Equal(Everything, SchemaText.Read(Everything).Print());

    [Fact]
    public void A_schema_survives_JSON_with_its_annotations()
    {
        CedarSchema schema = SchemaText.Read(Everything);

        CedarSchema again = SchemaText.ReadJson(CedarSchemaJson.Write(schema));

        Assert.Equal(SchemaDump.Of(schema), SchemaDump.Of(again));
        Assert.Equal(CedarSchemaJson.Write(schema), CedarSchemaJson.Write(again));
        Assert.Contains("@since(\"2\")", again.Print(), StringComparison.Ordinal);
        Assert.Contains("@internal", again.Print(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_the_syntax_are_names_too()
    {
        CedarSchema schema = SchemaText.Read("""
            // A comment, and one at the end of the text.
            entity entity, type, Set, tags = { namespace: Set<Set>, action?: type, enum: tags, } tags tags;
            action principal, resource, context in action;
            action action appliesTo { context: { principal: Long, }, resource: entity, principal: [type, tags], } attributes {}; //
            """);

        Assert.Equal("Set<entity Set>", SchemaText.TypeOf(schema, "entity", "namespace"));
        Assert.Equal("entity tags", SchemaText.TypeOf(schema, "type", "enum"));
        Assert.Equal(SchemaDump.Of(schema), SchemaDump.Of(SchemaText.Read(schema.Print())));
    }

    [Fact]
    public void A_schema_tells_what_it_declares()
    {
        CedarSchema schema = SchemaText.Read("namespace App { entity User, Group; action read in all; action all; }");

        Assert.Equal(["App::Group", "App::User"], schema.EntityTypes.Order(StringComparer.Ordinal));
        Assert.Equal(["App::Action::\"all\"", "App::Action::\"read\""], schema.Actions.Select(uid => uid.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_a_schema()
    {
        Assert.Empty(SchemaText.Read("").EntityTypes);
        Assert.Equal("", SchemaText.Read(" // nothing").Print());
        Assert.Equal("{}", CedarSchemaJson.Write(SchemaText.ReadJson("{}")));
    }

    [Theory]
    [InlineData("entity A in [B,]; entity B;")]
    [InlineData("entity A enum [\"a\",];")]
    [InlineData("action a in [\"b\",]; action b;")]
    [InlineData("entity A,;")]
    [InlineData("entity A; action a appliesTo { principal: [A,], resource: [A] };")]
    [InlineData("entity A = B; type B = {};")]
    [InlineData("type A = Set<>;")]
    [InlineData("type A = [Long];")]
    [InlineData("entity true;")]
    [InlineData("entity A enum [a];")]
    [InlineData("entity A in [B] enum [\"a\"]; entity B;")]
    [InlineData("namespace A { namespace B {} }")]
    [InlineData("action a appliesTo {};")]
    [InlineData("action a in Namespace::b;")]
    [InlineData("action a attributes { b: 1 };")]
    [InlineData("entity A\u00a0= { \"\\q\": Long };")]
    public void What_Cedar_refuses_is_refused(string text) => Assert.NotEmpty(SchemaText.Errors(text));

    [Fact]
    public void An_exception_says_what_is_wrong_first_and_holds_the_rest()
    {
        CedarSchemaException thrown = Assert.Throws<CedarSchemaException>(() => SchemaText.Read("entity A = { b: B, c: C };"));

        Assert.Equal("s.cedarschema:1:17: error: undeclared type `B`", thrown.Message);
        Assert.Equal(2, thrown.Diagnostics.Count);
    }

    [Theory]
    [InlineData("""{"": {"entityTypes": {}, "actions": {"a": {"appliesTo": null, "memberOf": null, "attributes": null}}}}""")]
    [InlineData("""{"": {"entityTypes": {"A": {"annotations": {"doc": null, "in": "x"}}}, "actions": {"a": {"memberOf": [{"id": "b", "type": null}]}, "b": {}}}}""")]
    [InlineData("""{"A": {"entityTypes": {"B": {"shape": {"attributes": {"c": {"required": false, "name": "decimal", "type": "Extension"}}, "type": "Record"}}}, "actions": {}}}""")]
    [InlineData("""{"": {"commonTypes": {"C": {"type": "Record", "attributes": {}, "annotations": {"a": "b"}}}, "entityTypes": {"A": {"shape": {"type": "C"}}}, "actions": {"a": {"appliesTo": {"principalTypes": [], "resourceTypes": [], "context": {"type": "C"}}}}}}""")]
    public void What_Cedar_reads_in_JSON_is_read(string json) => Assert.NotNull(SchemaText.ReadJson(json));

    [Fact]
    public void A_shape_that_is_a_common_type_stays_in_JSON()
    {
        CedarSchema schema = SchemaText.ReadJson("""{"": {"commonTypes": {"C": {"type": "Record", "attributes": {"a": {"type": "Long"}}}}, "entityTypes": {"A": {"shape": {"type": "C"}}}, "actions": {}}}""");

        Assert.Equal("Long", SchemaText.TypeOf(schema, "A", "a"));
        Assert.Throws<NotSupportedException>(schema.Print);
        Assert.Equal(SchemaDump.Of(schema), SchemaDump.Of(SchemaText.ReadJson(CedarSchemaJson.Write(schema))));
    }
}
