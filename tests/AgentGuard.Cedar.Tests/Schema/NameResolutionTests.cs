using AgentGuard.Cedar.Schema;

namespace AgentGuard.Cedar.Tests.Schema;

/// <summary>What the names in a schema refer to.</summary>
public sealed class NameResolutionTests
{
    [Theory]
    [InlineData("Long", "Long")]
    [InlineData("__cedar::Long", "Long")]
    [InlineData("ipaddr", "ipaddr")]
    [InlineData("Set<__cedar::datetime>", "Set<datetime>")]
    [InlineData("Group", "entity Group")]
    [InlineData("App::User", "entity App::User")]
    [InlineData("App::Address", "{\"city\": String, }")]
    [InlineData("App::Action", "entity App::Action")]
    public void A_name_outside_all_namespaces(string written, string type) =>
        Assert.Equal(type, SchemaText.TypeOf(SchemaText.Read($"entity Probe = {{ a: {written} }}; entity Group; namespace App {{ entity User; type Address = {{ city: String }}; action view; }}"), "Probe", "a"));

    [Theory]
    [InlineData("User", "entity App::User")]
    [InlineData("Group", "entity Group")]
    [InlineData("String", "entity App::String")]
    [InlineData("__cedar::String", "String")]
    [InlineData("decimal", "Set<Long>")]
    [InlineData("__cedar::decimal", "decimal")]
    [InlineData("Bool", "Bool")]
    [InlineData("Both", "Long")]
    [InlineData("Other::User", "entity Other::User")]
    public void A_name_in_a_namespace_means_its_own_type_first(string written, string type) =>
        Assert.Equal(type, SchemaText.TypeOf(SchemaText.Read($$"""
            entity Group;
            namespace Other { entity User; }
            namespace App {
              entity Probe = { a: {{written}} };
              entity User, String, Both;
              type decimal = Set<Long>;
              type Both = Long;
            }
            """), "App::Probe", "a"));

    [Fact]
    public void A_built_in_name_that_is_declared_in_no_namespace_is_hidden_everywhere()
    {
        CedarSchema schema = SchemaText.Read("entity Long; namespace App { entity Probe = { a: Long, b: __cedar::Long }; }");

        Assert.Equal("entity Long", SchemaText.TypeOf(schema, "App::Probe", "a"));
        Assert.Equal("Long", SchemaText.TypeOf(schema, "App::Probe", "b"));
    }

    [Fact]
    public void In_JSON_a_reference_can_be_to_the_entity_type_that_a_common_type_hides()
    {
        CedarSchema schema = SchemaText.ReadJson("""
            {"App": {
              "commonTypes": {"User": {"type": "Long"}},
              "entityTypes": {"User": {}, "Probe": {"shape": {"type": "Record", "attributes": {
                "a": {"type": "Entity", "name": "User"}, "b": {"type": "User"}, "c": {"type": "EntityOrCommon", "name": "User"}}}}},
              "actions": {}}}
            """);

        Assert.Equal("entity App::User", SchemaText.TypeOf(schema, "App::Probe", "a"));
        Assert.Equal("Long", SchemaText.TypeOf(schema, "App::Probe", "b"));
        Assert.Equal("Long", SchemaText.TypeOf(schema, "App::Probe", "c"));
        Assert.Throws<NotSupportedException>(schema.Print);
    }

    [Fact]
    public void An_action_is_in_those_of_its_own_namespace_first()
    {
        CedarSchema schema = SchemaText.Read("""
            action all;
            namespace App {
              action read in [group, all, Other::Action::"group"];
              action group;
            }
            namespace Other { action group; }
            """);

        ActionDefinition read = schema.ActionDefinitions.Single(action => action.Uid.Id == "read");
        Assert.Equal(["Action::\"all\"", "App::Action::\"group\"", "Other::Action::\"group\""], read.Ancestors.Select(uid => uid.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Entity_types_may_be_in_each_other_and_in_what_those_are_in()
    {
        CedarSchema schema = SchemaText.Read("entity A in B; entity B in [A, C]; entity C;");

        Assert.True(schema.TryGetEntityType("A", out EntityTypeDefinition? type));
        Assert.Equal(["A", "B", "C"], type.Ancestors.Order(StringComparer.Ordinal));
    }
}
