using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Validation;
using AgentGuard.Cedar.Values;
using AgentGuard.Tests.Requests;

namespace AgentGuard.Tests.Typing;

/// <summary>What is known of arguments before any call, and that the binder keeps to it.</summary>
public sealed class ArgumentShapeTests
{
    [Theory]
    [InlineData("""{ "type": "string", "enum": ["a", "b"] }""", "a?: String")]
    [InlineData("""{ "enum": ["a", "b", null] }""", "a?: String")]
    [InlineData("""{ "type": "integer" }""", "a?: Long")]
    [InlineData("""{ "type": "number" }""", "a?: decimal")]
    [InlineData("""{ "type": "number", "enum": [1, 2] }""", "a?: decimal")]
    [InlineData("""{ "enum": [1, 2] }""", "a?: Long")]
    [InlineData("""{ "const": 2.5 }""", "a may be a whole number or one with decimals")]
    [InlineData("""{ "type": ["integer", "number"] }""", "a may be a whole number or one with decimals")]
    [InlineData("""{ "allOf": [{ "type": "integer" }, { "type": "number" }] }""", "a?: Long")]
    [InlineData("""{ "type": "boolean", "default": true }""", "a: Bool")]
    [InlineData("""{ "type": ["boolean", "null"], "default": true }""", "a?: Bool")]
    [InlineData("""{ "type": ["boolean", "null"], "default": null }""", "a?: Bool")]
    [InlineData("""{ "anyOf": [{ "type": "string" }, { "type": "null" }] }""", "a?: String")]
    [InlineData("""{ "oneOf": [{ "type": "string" }, { "type": "integer" }] }""", "a may be text or a whole number")]
    [InlineData("""{ "oneOf": [{ "type": "string" }, { }] }""", "a may be anything by the tool's schema")]
    [InlineData("""{ "type": "array", "items": { "type": ["string", "null"] } }""", "a?: Set<String>")]
    [InlineData("""{ "type": "array" }""", "a is a list of which each element may be anything by the tool's schema")]
    [InlineData("""{ "type": "array", "prefixItems": [{ "type": "string" }], "items": false }""", "a?: Set<String>")]
    [InlineData("""{ "type": "array", "prefixItems": [{ "type": "string" }] }""", "a is a list of which each element may be anything by the tool's schema")]
    [InlineData("""{ "type": "array", "items": false }""", "a is a list without elements")]
    [InlineData("""{ "type": "object" }""", "a is an object whose names the tool's schema leaves open")]
    [InlineData("""{ "type": "object", "additionalProperties": { "type": "string" } }""", "a is an object whose names the tool's schema leaves open")]
    [InlineData("""{ "type": "object", "additionalProperties": false }""", "a?: {}")]
    [InlineData("""{ "type": "object", "required": ["b"], "properties": { "b": { "type": "string" }, "c": {} } }""", "a?: { b: String, c may be anything by the tool's schema }")]
    [InlineData("""{ "type": "object", "properties": { "b": { "type": "string" } }, "additionalProperties": true }""", "a?: { b?: String, … }")]
    [InlineData("""{ "oneOf": [{ "type": "object", "required": ["b"], "properties": { "b": { "type": "string" } } }, { "type": "object", "required": ["b"], "properties": { "b": { "type": "string" }, "c": { "type": "integer" } } }] }""", "a?: { b: String, c?: Long }")]
    [InlineData("""{ "oneOf": [{ "type": "object", "properties": { "b": { "type": "string" } } }, { "type": "object", "required": ["c"] }] }""", "a is an object whose names the tool's schema leaves open")]
    [InlineData("""{ "type": "null" }""", "a is always null")]
    [InlineData("false", "a is allowed no value by the tool's schema")]
    [InlineData("""{ "$ref": "#/$defs/tree" }""", "a?: { child?: { child is part of itself in the tool's schema } }")]
    public void An_argument_has_the_type_that_the_binder_gives_it(string schema, string expected) =>
        Assert.Equal($"{{ {expected} }}", Describe(Shape(Property(schema))));

    [Fact]
    public void A_schema_that_unfolds_without_end_is_cut()
    {
        string[] defs = [.. Enumerable.Range(0, 40).Select(i =>
            $$$"""
            "d{{{i}}}": { "type": "object", "properties": { "l": { "$ref": "#/$defs/d{{{i + 1}}}" }, "r": { "$ref": "#/$defs/d{{{i + 1}}}" } } }
            """)];
        string schema = $$"""
            { "type": "object", "$defs": { {{string.Join(',', defs)}}, "d40": { "type": "string" } }, "properties": { "z": { "type": "string" }, "a": { "$ref": "#/$defs/d0" } } }
            """;

        RecordShape shape = Shape(schema);

        Assert.Equal(ScalarShape.String, shape.Attributes["z"].Shape);
        Assert.True(TypedBundleSchema(schema).Length < 1_000_000);
    }

    [Fact]
    public void Lists_in_lists_in_alternatives_are_joined_once_a_level()
    {
        string lists = Enumerable.Range(0, 22).Aggregate("""{ "type": "string" }""", (inner, _) => $$"""{ "type": "array", "items": {{inner}} }""");
        string alternatives = string.Join(',', Enumerable.Repeat(lists, 80));

        // Joined twice a level these take a billion steps.
        RecordShape shape = Shape(Property($$"""{ "anyOf": [{{alternatives}}] }"""));

        Assert.IsType<SetShape>(shape.Attributes["a"].Shape);
    }

    [Fact]
    public void A_default_that_the_binder_does_not_fill_in_makes_nothing_required()
    {
        const string Schema = """
            { "type": "object", "properties": { "a": { "type": "string" } }, "allOf": [{ "additionalProperties": { "default": "x" } }] }
            """;

        Assert.Equal("{ a?: String, … }", Describe(Shape(Schema)));
        Assert.Empty(Binding.Bound(Schema, "{}").Input);
    }

    [Fact]
    public void A_list_whose_elements_are_not_all_looked_at_has_no_type()
    {
        string many = string.Join(',', Enumerable.Range(0, 2_100).Select(i => $"\"p{i}\": {{ \"type\": \"string\" }}"));

        RecordShape shape = Shape(Property($$"""
            { "type": "array", "prefixItems": [{ "type": "object", "properties": { {{many}} } }, { "type": "integer" }], "items": false }
            """));

        Assert.IsType<UntypedShape>(shape.Attributes["a"].Shape);
    }

    [Theory]
    [InlineData("""{ "a": 1, "b": "x" }""")]
    [InlineData("""{ "a": 1, "b": null, "c": [1.5, 2], "d": { "e": true } }""")]
    [InlineData("""{ "a": -7, "b": "", "c": [], "d": {}, "f": "late" }""")]
    [InlineData("""{ "a": 0, "b": "y", "g": null, "h": [{ "i": 1 }, { "i": 2, "j": ["k"] }] }""")]
    public void What_the_binder_makes_of_arguments_conforms_to_the_schema(string arguments)
    {
        const string Schema = """
            { "type": "object", "required": ["a", "b"], "properties": {
                "a": { "type": "integer" }, "b": { "type": ["string", "null"] }, "c": { "type": "array", "items": { "type": "number" } },
                "d": { "type": "object", "properties": { "e": { "type": "boolean", "default": false } } }, "f": { "type": "string", "default": "now" },
                "g": { "anyOf": [{ "type": "string" }, { "type": "null" }], "default": null },
                "h": { "type": "array", "items": { "type": "object", "required": ["i"], "properties": { "i": { "type": "integer" }, "j": { "type": "array", "items": { "type": "string" } } } } } } }
            """;
        ToolDefinition tool = TypedBundle.Tool("a.b", Schema);
        BoundArguments bound = Binding.Bound(Schema, arguments);
        CedarRecord history = new(
        [
            new("calls", 0), new("counts", CedarRecord.Empty), new("denied", 0), new("labels", CedarSet.Empty), new("tools", CedarSet.Empty),
        ]);
        GuardSession session = GuardSession.Create("acme");
        CedarRecord context = new(
        [
            new("delegation", new CedarRecord([new("depth", 2)])),
            new("environment", CedarRecord.Empty),
            new("grounds", CallGrounds.Describe(bound.Json, tool.Input.Root!, new ToolEntry(tool.Id), session.Origins)),
            new("history", history),
            new("input", bound.Input),
            new("now", new CedarDateTime(0)),
            new("origin", session.Origins.Describe(bound.Json, tool.Input.Root!)),
            new("session", session.Facts),
        ]);

        ConformanceFault? fault = new CedarValidator(Build(tool)).CheckRequest(Principal.User("alice"), tool.Id.Action, tool.Id.ToolsetEntity, context);

        Assert.Null(fault);
    }

    private static string Property(string schema) => $$"""
        { "type": "object", "properties": { "a": {{schema}} },
          "$defs": { "tree": { "type": "object", "properties": { "child": { "$ref": "#/$defs/tree" } } } } }
        """;

    private static RecordShape Shape(string schema) => ArgumentShapes.Of(TypedBundle.Tool("a.b", schema));

    private static CedarSchema Build(ToolDefinition tool)
    {
        Assert.True(GuardSchema.Of(null, new ToolCatalog([]), [], [], [tool]).TryBuild(out CedarSchema? schema, out string? error), error);
        return schema;
    }

    private static string TypedBundleSchema(string schema) => Build(TypedBundle.Tool("a.b", schema)).Print();

    private static string Describe(ArgumentShape shape) => shape switch
    {
        ScalarShape scalar => scalar.Type,
        SetShape set => $"Set<{Describe(set.Element)}>",
        RecordShape { Attributes.Count: 0, WhyOpen: null } => "{}",
        RecordShape record => $"{{ {string.Join(", ", record.Attributes.Select(Describe).Concat(record.WhyOpen is null ? [] : ["…"]))} }}",
        _ => throw new InvalidOperationException(),
    };

    private static string Describe(KeyValuePair<string, ArgumentAttribute> attribute) => attribute.Value.Shape is UntypedShape untyped
        ? $"{attribute.Key} {untyped.Reason}"
        : $"{attribute.Key}{(attribute.Value.IsRequired ? "" : "?")}: {Describe(attribute.Value.Shape)}";
}
