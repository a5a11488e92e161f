namespace AgentGuard.Tests.Requests;

public sealed class ToolSchemaTests
{
    private const string TooMuchWork = "takes too many steps to compare with the schema";

    [Theory]
    [InlineData("""{"type":"string","enum":["a","b"]}""", "\"a\"", "\"c\"")]
    [InlineData("""{"const":{"a":[1,2]}}""", """{"a":[1,2.0]}""", """{"a":[2,1]}""")]
    [InlineData("""{"enum":["a","b"],"const":"b"}""", "\"b\"", "\"a\"")]
    [InlineData("""{"enum":[]}""", null, "1")]
    [InlineData("""{"minimum":1,"maximum":5}""", "5", "6")]
    [InlineData("""{"minimum":1}""", "1", "0.9999")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.0001", "1")]
    [InlineData("""{"exclusiveMaximum":1}""", "0.9999", "1")]
    [InlineData("""{"minimum":1,"exclusiveMinimum":true}""", "2", "1")]
    [InlineData("""{"maximum":1,"exclusiveMaximum":true}""", "0", "1")]
    [InlineData("""{"maximum":9223372036854775807}""", "1", null)]
    [InlineData("""{"maximum":1e400,"minimum":-1e400}""", "1", null)]
    [InlineData("""{"minLength":2,"maxLength":3}""", "\"😂😂\"", "\"😂\"")]
    [InlineData("""{"maxLength":2}""", "\"éé\"", "\"abc\"")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"maxItems":2}""", "[1,1]", "[1,1,1]")]
    [InlineData("""{"items":{"type":"integer"}}""", "[1,2]", "[1,\"2\"]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":{"type":"integer"}}""", "[\"a\",1]", "[\"a\",\"b\"]")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", "[\"a\"]", "[\"a\",1]")]
    [InlineData("""{"items":[{"type":"string"}],"additionalItems":{"type":"integer"}}""", "[\"a\",1]", "[\"a\",\"b\"]")]
    [InlineData("""{"additionalProperties":{"type":"integer"}}""", """{"x":1}""", """{"x":"1"}""")]
    [InlineData("""{"required":["x"]}""", """{"x":1}""", "{}")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"}]}""", "1", "1.5")]
    [InlineData("""{"anyOf":[{"type":"integer","minimum":10},{"type":"integer","maximum":0}]}""", "0", "5")]
    [InlineData("""{"oneOf":[{"minimum":10},{"maximum":20}]}""", "5", "15")]
    [InlineData("""{"oneOf":[{"minimum":10},{"maximum":5}]}""", "5", "7")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":5}]}""", "3", "6")]
    [InlineData("""{"anyOf":[{"$ref":"#/$defs/s"},{"type":"null"}]}""", "\"s\"", "1")]
    [InlineData("""{"$ref":"#/$defs/s","maxLength":1}""", "\"s\"", "\"ss\"")]
    [InlineData("""{"$ref":"#/%24defs/a~1b"}""", "1", "\"1\"")]
    [InlineData("""{"$ref":"#/definitions/list/0"}""", "true", "1")]
    [InlineData("""{"anyOf":[{"properties":{"k":{"const":"a"},"x":{}},"required":["k","x"]},{"properties":{"k":{"const":"b"},"y":{}},"required":["k","y"]}]}""", """{"k":"b","y":1}""", """{"k":"b","x":1}""")]
    [InlineData("""{"properties":{"k":{}},"anyOf":[{"properties":{"x":{}}},{"properties":{"y":{}}}]}""", """{"k":1,"x":1,"y":1}""", """{"k":1,"z":1}""")]
    [InlineData("""{"allOf":[{"properties":{"x":{}},"additionalProperties":false},{"properties":{"y":{}}}]}""", """{"x":1}""", """{"x":1,"y":1}""")]
    [InlineData("""{"properties":{"x":false}}""", "{}", """{"x":1}""")]
    [InlineData("""{"pattern":"^a$","format":"email","title":"t","not":{"const":"b"}}""", "\"b\"", null)]
    public void A_keyword_means_what_json_schema_says(string schema, string? valid, string? invalid)
    {
        string tool = """{"properties":{"v":?},"$defs":{"s":{"type":"string"},"a/b":{"type":"integer"}},"definitions":{"list":[{"type":"boolean"}]}}"""
            .Replace("?", schema, StringComparison.Ordinal);

        Assert.True(valid is null || Binding.Bind(tool, $$"""{"v":{{valid}}}""").IsBound);
        Assert.True(invalid is null || Binding.Bind(tool, $$"""{"v":{{invalid}}}""") is { Reason: DenyReasons.InvalidArguments });
    }

    [Fact]
    public void A_tree_that_refers_to_itself_is_read_to_any_depth_that_arguments_have()
    {
        const string Tree = """{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"v":{"type":"integer"},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["v"]}}}""";
        string arguments = string.Concat(Enumerable.Range(0, 63).Select(i => $$"""{"v":{{i}},"next":""")) + "null" + new string('}', 63);

        Assert.True(Binding.Bind(Tree, arguments).IsBound);
        Assert.Equal(
            "invalid-arguments: `/next` matches none of the schema's alternatives, or more than one where one is asked for",
            Binding.Denied(Tree, """{"v":1,"next":{"v":2,"next":{}}}"""));
    }

    [Theory]
    [InlineData("5", "a schema is an object, `true` or `false`")]
    [InlineData("[]", "a schema is an object, `true` or `false`")]
    [InlineData("null", "a schema is an object, `true` or `false`")]
    [InlineData("""{"type":"float"}""", "there is no type `float`")]
    [InlineData("""{"type":5}""", "the value of `type` is of another type")]
    [InlineData("""{"type":["string",5]}""", "the value of `type` is of another type")]
    [InlineData("""{"properties":[]}""", "the value of `properties` is of another type")]
    [InlineData("""{"properties":{"x":5}}""", "a schema is an object, `true` or `false`")]
    [InlineData("""{"properties":{"x":{"required":true}}}""", "the value of `required` is of another type")]
    [InlineData("""{"required":"x"}""", "the value of `required` is of another type")]
    [InlineData("""{"minimum":"1"}""", "the value of `minimum` is of another type")]
    [InlineData("""{"maxLength":1.5}""", "`maxLength` is not a count")]
    [InlineData("""{"minItems":-1}""", "`minItems` is not a count")]
    [InlineData("""{"enum":"a"}""", "the value of `enum` is of another type")]
    [InlineData("""{"anyOf":{}}""", "the value of `anyOf` is of another type")]
    [InlineData("""{"$ref":"other.json#/x"}""", "`$ref` `other.json#/x` leads out of the document")]
    [InlineData("""{"$ref":"https://evil.example/schema"}""", "`$ref` `https://evil.example/schema` leads out of the document")]
    [InlineData("""{"$ref":"a\nALLOWED\u202e"}""", "`$ref` `a\uFFFDALLOWED\uFFFD` leads out of the document")]
    [InlineData("""{"$ref":"#anchor"}""", "`$ref` `#anchor` is no JSON pointer")]
    [InlineData("""{"$ref":"#/$defs/x"}""", "`$ref` `#/$defs/x` leads nowhere")]
    [InlineData("""{"$ref":"#/a~"}""", "`/a~` is not a JSON pointer: `~` is written `~0`, and `/` inside a name `~1`")]
    [InlineData("""{"$dynamicRef":"#x"}""", "`$dynamicRef` is not understood")]
    [InlineData("""{"$ref":"#"}""", "a schema refers to itself without reading anything of the value")]
    [InlineData("""{"anyOf":[{"type":"string"},{"$ref":"#"}]}""", "a schema refers to itself without reading anything of the value")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}]},"b":{"oneOf":[{"$ref":"#/$defs/a"}]}}}""", "a schema refers to itself without reading anything of the value")]
    [InlineData("""{"type":"object","type":"string"}""", "a name stands twice in one object of the schema")]
    public void A_schema_that_cannot_be_understood_denies(string schema, string message)
    {
        BindResult result = Binding.Bind(schema, "{}");

        Assert.Equal(("invalid-tool-schema", message), (result.Reason, result.Message));
        Assert.Equal("the tool's schema cannot be understood", result.ModelMessage);
    }

    [Fact]
    public void A_chain_of_ten_thousand_references_denies_and_does_not_overflow_the_stack()
    {
        string definitions = string.Join(',', Enumerable.Range(0, 9_000).Select(i => $$"""  "d{{i}}":{"$ref":"#/$defs/d{{i + 1}}"}"""));

        Assert.Equal(
            "invalid-tool-schema: more than 16 schemas refer to each other in a chain",
            Binding.Denied("""{"$ref":"#/$defs/d0","$defs":{?,"d9000":true}}""".Replace("?", definitions, StringComparison.Ordinal), "{}"));
    }

    [Fact]
    public void A_schema_of_too_many_parts_denies()
    {
        string properties = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $$""" "p{{i}}":{}"""));

        Assert.Equal("invalid-tool-schema: the schema has more than 10000 parts", Binding.Denied("""{"properties":{?}}""".Replace("?", properties, StringComparison.Ordinal), "{}"));
    }

    [Fact]
    public void Alternatives_inside_alternatives_end_when_the_steps_do()
    {
        const string Doubling = """
            {"properties":{"v":{"$ref":"#/$defs/n"}},
             "$defs":{"n":{"oneOf":[{"prefixItems":[{"$ref":"#/$defs/n"}],"type":"array"},{"prefixItems":[{"$ref":"#/$defs/n"}],"type":"array","maxItems":5},{"type":"integer"}]}}}
            """;

        Assert.Equal(
            "invalid-arguments: `/v` takes too many steps to compare with the schema",
            Binding.Denied(Doubling, $$"""{"v":{{Json.Nested(60)}}}"""));
    }

    [Fact]
    public void A_long_list_of_allowed_values_and_a_long_array_end_when_the_steps_do()
    {
        string allowed = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"v{i}\""));
        string values = string.Join(',', Enumerable.Repeat("\"v49999\"", 50_000));

        Assert.EndsWith(
            "takes too many steps to compare with the schema",
            Binding.Denied("""{"properties":{"v":{"items":{"enum":[?]}}}}""".Replace("?", allowed, StringComparison.Ordinal), $$"""{"v":[{{values}}]}"""),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"additionalProperties\":true}")]
    [InlineData("{\"properties\":{\"x\":true},\"additionalProperties\":true}")]
    public void Many_alternatives_and_many_members_end_when_the_steps_do(string alternative)
    {
        string alternatives = string.Join(',', Enumerable.Repeat(alternative, 2_000));
        string members = string.Join(',', Enumerable.Range(0, 60_000).Select(static i => $"\"a{i}\":1"));

        Assert.EndsWith(TooMuchWork, Binding.Denied($$"""{"anyOf":[{{alternatives}}]}""", $"{{{members}}}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_alternatives_and_many_elements_end_when_the_steps_do()
    {
        string alternatives = string.Join(',', Enumerable.Repeat("{}", 8_000));
        string elements = string.Join(',', Enumerable.Repeat("1", 200_000));

        Assert.EndsWith(
            TooMuchWork,
            Binding.Denied("""{"properties":{"v":{"anyOf":[?]}}}""".Replace("?", alternatives, StringComparison.Ordinal), $$"""{"v":[{{elements}}]}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_alternatives_and_many_members_are_no_trouble()
    {
        string members = string.Join(',', Enumerable.Range(0, 60_000).Select(static i => $"\"a{i}\":1"));

        Assert.True(Binding.Bind("""{"anyOf":[{"additionalProperties":{"type":"integer"}},{"additionalProperties":true},{"type":"null"}]}""", $"{{{members}}}").IsBound);
    }
}
