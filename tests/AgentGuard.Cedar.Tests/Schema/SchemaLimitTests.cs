using System.Globalization;
using System.Text;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Json;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Tests.Validation;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Schema;

/// <summary>No schema takes the stack, or more time and memory than its text is worth.</summary>
public sealed class SchemaLimitTests
{
    [Fact]
    public void A_common_type_that_doubles_two_hundred_times_costs_no_more_than_its_text()
    {
        StringBuilder text = new("type T0 = { a: Long };");
        for (int i = 1; i <= 200; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"type T{i} = {{ left: T{i - 1}, right?: T{i - 1} }};");
        }

        text.Append("type U = { left: T199, right?: T199 }; entity User = { one: T200, two: U, three: { left: T199, right: T199 } };");
        text.Append("action view appliesTo { principal: User, resource: User, context: T200 };");

        CedarSchema schema = SchemaText.Read(text.ToString());

        Assert.Equal(schema.Print(), SchemaText.ReadJson(CedarSchemaJson.Write(schema)).Print());
        Assert.Equal("", Verdicts.Errors(schema, "principal.one == principal.two && principal.one == context && [principal.one, principal.two].contains(resource.one)"));
        Assert.StartsWith("the types `{left: {left: {left: {left:", Verdicts.Errors(schema, "principal.one == principal.three"), StringComparison.Ordinal);
        Assert.Contains("must be of type", new CedarValidator(schema).CheckEntity(new Entity(new EntityUid("User", "a"), new([new("one", 1)])))?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    [InlineData(100_000, false)]
    public void Types_nest_no_deeper_than_the_parser_allows(int levels, bool isRead)
    {
        string sets = string.Concat(Enumerable.Repeat("Set<", levels)) + "Long" + new string('>', levels);
        string records = string.Concat(Enumerable.Repeat("{a:", levels)) + "Long" + new string('}', levels);
        string json = string.Concat(Enumerable.Repeat("{\"type\":\"Set\",\"element\":", levels - 1)) + "{\"type\":\"Long\"}" + new string('}', levels - 1);

        Assert.Equal(isRead, CedarSchema.TryParse(new SourceText($"type A = {sets};"), out _, out _));
        Assert.Equal(isRead, CedarSchema.TryParse(new SourceText($"type A = {records};"), out _, out _));
        Assert.Equal(isRead, CedarSchemaJson.TryParse(new SourceText($"{{\"\":{{\"commonTypes\":{{\"A\":{json}}},\"entityTypes\":{{}},\"actions\":{{}}}}}}"), out _, out _));
    }

    [Theory]
    [InlineData(120, true)]
    [InlineData(250, true)]
    [InlineData(257, false)]
    [InlineData(20_000, false)]
    public void Common_types_nest_no_deeper_than_values_do(int levels, bool isRead)
    {
        string up = string.Concat(Enumerable.Range(1, levels).Select(i => $"type T{i} = Set<T{i - 1}>;")) + "type T0 = Long;";
        string down = string.Concat(Enumerable.Range(0, levels).Select(i => $"type T{i} = Set<T{i + 1}>;")) + $"type T{levels} = Long;";

        Assert.Equal(isRead, CedarSchema.TryParse(new SourceText(up), out _, out _));
        Assert.Equal(isRead, CedarSchema.TryParse(new SourceText(down), out _, out _));
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(520, false)]
    [InlineData(20_000, false)]
    public void Common_types_that_are_only_names_for_others_end_somewhere(int levels, bool isRead)
    {
        string up = string.Concat(Enumerable.Range(1, levels).Select(i => $"type T{i} = T{i - 1};")) + "type T0 = Long;";
        string down = string.Concat(Enumerable.Range(0, levels).Select(i => $"type T{i} = T{i + 1};")) + $"type T{levels} = Long;";

        Assert.Equal(isRead, CedarSchema.TryParse(new SourceText(up), out _, out _));
        Assert.Equal(isRead, CedarSchema.TryParse(new SourceText(down), out _, out _));
    }

    [Fact]
    public void Many_names_for_one_long_declaration_are_neither_resolved_nor_printed_one_by_one()
    {
        string names = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"E{i}"));
        string attributes = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"a{i}: Long"));
        CedarSchema schema = SchemaText.Read($"entity {names} = {{{attributes}}}; action a appliesTo {{ principal: [{names}], resource: [{names}] }};");

        Assert.True(schema.Print().Length < 2_000_000);
        Assert.Throws<InvalidOperationException>(() => CedarSchemaJson.Write(schema));
    }

    [Fact]
    public void A_hierarchy_whose_closure_is_too_large_is_refused()
    {
        StringBuilder text = new();
        for (int i = 0; i < 5_000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"entity E{i} in E{i + 1};");
        }

        Assert.Equal(["the hierarchy of the entity types takes more than 2097152 steps to follow"], SchemaText.Errors(text.Append("entity E5000;").ToString()));
    }

    [Fact]
    public void A_text_that_is_too_long_or_no_text_is_refused()
    {
        Assert.Equal(["the text is longer than 1048576 characters"], SchemaText.Errors(new string(' ', (1 << 20) + 1)));
        Assert.Equal(["the text holds a lone surrogate"], SchemaText.Errors("entity A; // \ud800"));
        Assert.False(CedarSchemaJson.TryParse(new SourceText("{}"), out _, out IReadOnlyList<Diagnostic> diagnostics, new CedarParserOptions { MaxLength = 1 }));
        Assert.Single(diagnostics);
    }

    [Fact]
    public void Many_undeclared_names_are_counted_and_not_all_told()
    {
        string types = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"type Type{i} = Long;"));
        string attributes = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"a{i}: Tipe{i}"));

        Assert.Equal(100, SchemaText.Errors($"{types} entity E = {{ {attributes} }};").Length);
    }
}
