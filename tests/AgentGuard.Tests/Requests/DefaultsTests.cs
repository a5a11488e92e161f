namespace AgentGuard.Tests.Requests;

public sealed class DefaultsTests
{
    [Theory]
    [InlineData("""{"properties":{"n":{"type":"integer","default":5}}}""", "{}", """{"n":5}""")]
    [InlineData("""{"properties":{"n":{"type":"integer","default":5}}}""", """{"n":6}""", """{"n":6}""")]
    [InlineData("""{"properties":{"a":{},"n":{"default":"x\u00e9"}}}""", """{"a":1.50}""", """{"a":1.50,"n":"xé"}""")]
    [InlineData("""{"properties":{"n":{"type":["string","null"],"default":null}}}""", "{}", """{"n":null}""")]
    [InlineData("""{"properties":{"n":{"type":"string","default":null}}}""", "{}", "{}")]
    [InlineData("""{"properties":{"o":{"properties":{"n":{"default":1}}}}}""", "{}", "{}")]
    [InlineData("""{"properties":{"o":{"properties":{"n":{"default":1}}}}}""", """{"o":{}}""", """{"o":{"n":1}}""")]
    [InlineData("""{"properties":{"o":{"default":{},"properties":{"n":{"default":1}}}}}""", "{}", """{"o":{"n":1}}""")]
    [InlineData("""{"properties":{"l":{"items":{"properties":{"n":{"default":1}}}}}}""", """{"l":[{},{"n":2}]}""", """{"l":[{"n":1},{"n":2}]}""")]
    [InlineData("""{"properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"integer","default":5}}}""", "{}", """{"n":5}""")]
    [InlineData("""{"properties":{"n":{"$ref":"#/$defs/n","default":6}},"$defs":{"n":{"type":"integer","default":5}}}""", "{}", """{"n":6}""")]
    [InlineData("""{"allOf":[{"properties":{"n":{"default":1}}},{"properties":{"n":{"type":"integer"}}}]}""", "{}", """{"n":1}""")]
    [InlineData("""{"anyOf":[{"properties":{"k":{"const":"a"},"n":{"default":1}},"required":["k"]},{"properties":{"k":{"const":"b"},"m":{"default":2}},"required":["k"]}]}""", """{"k":"b"}""", """{"k":"b","m":2}""")]
    public void A_default_fills_an_absent_property_and_nothing_else(string schema, string arguments, string json) =>
        Assert.Equal(json, Binding.Bound(schema, arguments).Json.GetRawText());

    [Fact]
    public void A_default_is_decided_like_any_argument() =>
        Assert.Equal("""{"limit": decimal("5.0")}""", Binding.Input("""{"properties":{"limit":{"type":"number","default":5}}}""", "{}"));

    [Fact]
    public void Leaving_a_default_out_or_writing_it_is_the_same_call() =>
        Assert.Equal(
            Binding.Bound("""{"properties":{"n":{"default":5}}}""", "{}").Digest,
            Binding.Bound("""{"properties":{"n":{"default":5}}}""", """{"n":5}""").Digest);

    [Fact]
    public void A_default_is_brought_into_the_normal_form_of_its_kind() =>
        Assert.Equal("""{"p":"/data/x"}""", Binding.Bound("""{"properties":{"p":{"default":"\\data\\\\x"}}}""", "{}", ("/p", ArgumentKind.Path)).Json.GetRawText());

    [Theory]
    [InlineData("""{"properties":{"n":{"type":"integer","default":"5"}}}""", "the default of `/n` is not of the declared type")]
    [InlineData("""{"properties":{"n":{"default":1e300}}}""", "the default of `/n` is a number that is neither a 64-bit integer nor exactly a decimal of four places")]
    [InlineData("""{"properties":{"o":{"default":{"x":1},"properties":{"y":{}}}}}""", "the default of `/o/x` is not declared by the tool's schema")]
    [InlineData("""{"$ref":"#/$defs/n","$defs":{"n":{"properties":{"n":{"$ref":"#/$defs/n"}},"default":{}}}}""", "the default of `/n", true)]
    public void A_default_that_does_not_fit_its_own_schema_is_the_schemas_fault(string schema, string message, bool isStart = false)
    {
        BindResult result = Binding.Bind(schema, "{}");

        Assert.Equal("invalid-tool-schema", result.Reason);
        Assert.Equal(message, isStart ? result.Message![..message.Length] : result.Message);
        Assert.Equal("the tool's schema cannot be understood", result.ModelMessage);
    }

    [Fact]
    public void A_default_without_normal_form_is_the_schemas_fault() =>
        Assert.Equal(
            "invalid-tool-schema: the default of `/p` has no normal form as path",
            Binding.Denied("""{"properties":{"p":{"default":"/data/../etc"}}}""", "{}", ("/p", ArgumentKind.Path)));

    [Fact]
    public void A_required_argument_is_not_filled_in() =>
        Assert.Equal("invalid-arguments: `/n` is missing", Binding.Denied("""{"properties":{"n":{"default":5}},"required":["n"]}""", "{}"));

    [Fact]
    public void Defaults_cannot_blow_up_the_arguments()
    {
        string schema = """{"properties":{"l":{"items":{"properties":{"n":{"default":"?"}}}}}}""".Replace("?", new string('x', 10_000), StringComparison.Ordinal);
        string arguments = $$"""{"l":[{{string.Join(',', Enumerable.Repeat("{}", 200))}}]}""";

        Assert.Contains("grows too large with the defaults of the schema", Binding.Denied(schema, arguments), StringComparison.Ordinal);
    }
}
