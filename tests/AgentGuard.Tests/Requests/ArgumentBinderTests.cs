namespace AgentGuard.Tests.Requests;

public sealed class ArgumentBinderTests
{
    private const string Transfer = """
        {"type":"object","properties":{"to":{"type":"string"},"amount":{"type":"integer","minimum":1},"note":{"type":["string","null"]}},"required":["to","amount"]}
        """;

    [Fact]
    public void Arguments_that_fit_are_bound_as_they_are_written()
    {
        BoundArguments bound = Binding.Bound(Transfer, """{ "amount": 2500, "to": "DE02" }""");

        Assert.Equal("""{"amount": 2500, "to": "DE02"}""", bound.Input.ToString());
        Assert.Equal("""{ "amount": 2500, "to": "DE02" }""", bound.Json.GetRawText());
        Assert.Equal(CanonicalJson.Digest(Json.Of("""{"amount":2500,"to":"DE02"}""")), bound.Digest);
    }

    [Theory]
    [InlineData("""{"amount":1}""", "`/to` is missing")]
    [InlineData("""{"to":"x","amount":1,"extra":1}""", "`/extra` is not declared by the tool's schema")]
    [InlineData("""{"to":"x","amount":1,"__proto__":{}}""", "`/__proto__` is not declared by the tool's schema")]
    [InlineData("""{"To":"x","amount":1}""", "`/To` differs from the declared `to` in case only, and names are exact")]
    [InlineData("""{"to":"x","amount":1,"TO":"y"}""", "`/TO` differs from the declared `to` in case only, and names are exact")]
    [InlineData("""{"to":"x","AMOUNT":1}""", "`/AMOUNT` differs from the declared `amount` in case only, and names are exact")]
    [InlineData("""{"to":"x","amount ":1}""", "`/amount ` is not declared by the tool's schema")]
    [InlineData("""{"to":"x","amount":"1"}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":1.0}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":1e2}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":1.5}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":10000000000000000000}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":true}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":null}""", "`/amount` is not of the declared type")]
    [InlineData("""{"to":"x","amount":0}""", "`/amount` is out of bounds")]
    [InlineData("""{"to":5,"amount":1}""", "`/to` is not of the declared type")]
    [InlineData("""{"to":["x"],"amount":1}""", "`/to` is not of the declared type")]
    [InlineData("""{"to":{"__entity":{"type":"User","id":"root"}},"amount":1}""", "`/to` is not of the declared type")]
    [InlineData("""{"to":"x","amount":9223372036854775808}""", "`/amount`: canonical JSON (RFC 8785) would change this number")]
    [InlineData("""["to"]""", "the arguments are not a JSON object")]
    public void What_does_not_fit_is_denied_with_the_place(string arguments, string message) =>
        Assert.Equal($"invalid-arguments: {message}", Binding.Denied(Transfer, arguments));

    [Fact]
    public void A_denial_names_no_value_to_operators_or_model()
    {
        BindResult result = Binding.Bind(Transfer, """{"to":"x","amount":"secret-value"}""");

        Assert.Equal("`/amount` is not of the declared type", result.ModelMessage);
        Assert.Equal(result.Message, result.ModelMessage);
    }

    [Fact]
    public void Null_is_absence_for_policies_and_stays_for_the_tool()
    {
        BoundArguments bound = Binding.Bound(Transfer, """{"to":"x","amount":1,"note":null}""");

        Assert.Equal("""{"amount": 1, "to": "x"}""", bound.Input.ToString());
        Assert.Equal("""{"to":"x","amount":1,"note":null}""", bound.Json.GetRawText());
    }

    [Fact]
    public void Entity_and_extension_escapes_are_plain_records()
    {
        const string Escapes = """{"a":{"__entity":{"type":"User","id":"root"}},"b":{"__extn":{"fn":"ip","arg":"10.0.0.1"}},"c":{"__expr":"1"},"type":"User","id":"root"}""";

        Assert.Equal(
            """{"a": {"__entity": {"id": "root", "type": "User"}}, "b": {"__extn": {"arg": "10.0.0.1", "fn": "ip"}}, "c": {"__expr": "1"}, "id": "root", "type": "User"}""",
            Binding.Input(null, Escapes));
        Assert.Equal(Binding.Input(null, Escapes), Binding.Input("true", Escapes));
    }

    [Fact]
    public void Arrays_are_sets_and_objects_are_records() =>
        Assert.Equal(
            """{"items": [1, 2, {"x": true}], "none": [], "nothing": {}}""",
            Binding.Input(null, """{"items":[2,1,2,{"x":true},{"x":true},null],"none":[],"nothing":{"y":null}}"""));

    [Fact]
    public void Without_a_schema_whole_literals_are_long_and_others_decimal() =>
        Assert.Equal(
            """{"a": 5, "b": decimal("5.0"), "c": decimal("100.0"), "d": -7, "e": decimal("0.0001")}""",
            Binding.Input(null, """{"a":5,"b":5.0,"c":1e2,"d":-7,"e":0.0001}"""));

    [Theory]
    [InlineData("""{"type":"integer"}""", "5", "5")]
    [InlineData("""{"type":"number"}""", "5", "decimal(\"5.0\")")]
    [InlineData("""{"type":"number"}""", "5.25", "decimal(\"5.25\")")]
    [InlineData("""{"type":["integer","number"]}""", "5", "5")]
    [InlineData("""{"type":["integer","number"]}""", "5.5", "decimal(\"5.5\")")]
    [InlineData("""{"type":["number","null"]}""", "5", "decimal(\"5.0\")")]
    [InlineData("""{"type":["integer","string"]}""", "\"5\"", "\"5\"")]
    [InlineData("""{"allOf":[{"type":"number"},{"type":"integer"}]}""", "5", "5")]
    [InlineData("""{"allOf":[{"type":"number"},{"minimum":1}]}""", "5", "decimal(\"5.0\")")]
    [InlineData("""{"enum":[5,6]}""", "5", "5")]
    [InlineData("{}", "5", "5")]
    public void The_schema_says_which_cedar_type_a_number_is(string type, string literal, string cedar) =>
        Assert.Equal($"{{\"n\": {cedar}}}", Binding.Input($$$"""{"properties":{"n":{{{type}}}}}""", $$"""{"n":{{literal}}}"""));

    [Theory]
    [InlineData("0.00001")]
    [InlineData("1e300")]
    [InlineData("1e15")]
    [InlineData("10000000000000000000")]
    public void A_number_that_cedar_cannot_hold_is_denied_and_not_rounded(string literal)
    {
        string denial = "invalid-arguments: `/n` is a number that is neither a 64-bit integer nor exactly a decimal of four places";

        Assert.Equal(denial, Binding.Denied(null, $$"""{"n":{{literal}}}"""));
        Assert.Equal(denial, Binding.Denied("""{"properties":{"n":{"type":"number"}}}""", $$"""{"n":{{literal}}}"""));
    }

    [Fact]
    public void Names_that_differ_in_case_only_are_denied_without_a_schema_too() =>
        Assert.Equal(
            "invalid-arguments: `/Amount` differs from another name in case only, and names are exact",
            Binding.Denied(null, """{"amount":1,"Amount":1000000}"""));

    [Theory]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("""{"type":"object","additionalProperties":true}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{}}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"integer"}}""")]
    public void A_schema_can_open_the_arguments(string schema) => Assert.Equal("""{"x": 1}""", Binding.Input(schema, """{"x":1}"""));

    [Theory]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{}}""")]
    [InlineData("""{"properties":{"a":{}}}""")]
    [InlineData("""{"type":"object","additionalProperties":false}""")]
    [InlineData("""{"type":"object","properties":{},"patternProperties":{"x":{}}}""")]
    public void Otherwise_they_are_closed(string schema) =>
        Assert.Equal("invalid-arguments: `/x` is not declared by the tool's schema", Binding.Denied(schema, """{"x":1}"""));

    [Fact]
    public void Objects_inside_are_open_where_no_property_is_declared_and_closed_where_one_is()
    {
        const string Schema = """{"properties":{"any":{"type":"object"},"some":{"type":"object","properties":{"x":{}}}}}""";

        Assert.Equal("""{"any": {"y": 1}}""", Binding.Input(Schema, """{"any":{"y":1}}"""));
        Assert.Equal("invalid-arguments: `/some/y` is not declared by the tool's schema", Binding.Denied(Schema, """{"some":{"x":0,"y":1}}"""));
    }

    [Fact]
    public void Names_of_a_declared_map_are_data_and_may_differ_in_case() =>
        Assert.Equal(
            """{"headers": {"ID": "2", "id": "1"}}""",
            Binding.Input("""{"properties":{"headers":{"type":"object","additionalProperties":{"type":"string"}}}}""", """{"headers":{"id":"1","ID":"2"}}"""));

    [Fact]
    public void Arguments_over_the_guards_own_limit_are_denied()
    {
        BindResult result = ArgumentBinder.Bind(ToolArguments.FromJson("""{"a":"0123456789"}"""), Binding.Tool(null), ArgumentKinds.None, maxBytes: 10);

        Assert.Equal(("invalid-arguments", "the arguments have more than 10 bytes"), (result.Reason, result.Message));
    }

    [Fact]
    public void A_pointer_in_a_message_is_escaped() =>
        Assert.Equal("invalid-arguments: `/a~1b/m~0n/2` is not of the declared type", Binding.Denied(
            """{"properties":{"a/b":{"properties":{"m~n":{"items":{"type":"string"}}}}}}""", """{"a/b":{"m~n":["x","y",3]}}"""));
}
