using System.Text.Json;

namespace AgentGuard.Tests.Obligations;

public sealed class RedactResultTests
{
    private const string Cards = """
        {"type":"object","required":["cards"],"properties":{"cards":{"type":["array","null"],"items":{"anyOf":[{"$ref":"#/$defs/card"},{"type":"null"}]}}},
         "$defs":{"card":{"type":"object","properties":{"number":{"type":"string"},"name":{"type":"string"}},"required":["name"]}}}
        """;

    [Theory]
    [InlineData("/cards/*/number", """{"cards":[{"number":"4111","name":"a"},{"number":4111}],"n":1.50}""", """{"cards":[{"number":"[redacted]","name":"a"},{"number":"[redacted]"}],"n":1.50}""")]
    [InlineData("/cards/*/number", """{"cards":[{"number":{"iin":"4111"}},{"number":["4111"]},{"number":null},{"number":true}]}""", """{"cards":[{"number":"[redacted]"},{"number":"[redacted]"},{"number":"[redacted]"},{"number":"[redacted]"}]}""")]
    [InlineData("/cards/*/number", """{"cards":[]}""", """{"cards":[]}""")]
    [InlineData("/cards/*/number", """{"cards":{"a":{"number":"1"},"b":{"number":"2"}}}""", """{"cards":{"a":{"number":"[redacted]"},"b":{"number":"[redacted]"}}}""")]
    [InlineData("/cards/1", """{"cards":["a","b","c"]}""", """{"cards":["a","[redacted]","c"]}""")]
    [InlineData("/a,/b", """{"a":1,"b":2,"c":3}""", """{"a":"[redacted]","b":"[redacted]","c":3}""")]
    [InlineData("/number", """{"number":1,"n\u0075mber":2}""", """{"number":"[redacted]","number":"[redacted]"}""")]
    [InlineData("/*", """[1,{"a":2}]""", """["[redacted]","[redacted]"]""")]
    public void Whatever_is_there_is_replaced(string pointers, string form, string redacted)
    {
        Assert.Equal(redacted, Apply(pointers, form));
        Assert.Equal(redacted, Apply(pointers, redacted));
    }

    [Fact]
    public void Text_is_redacted_as_the_json_that_it_holds()
    {
        JsonElement form = JsonElement.Parse(JsonEncodedText("""{ "cards": [ { "number": "4111 é", "name": "é" } ] }"""));

        JsonElement redacted = Redactions.Result("/cards/*/number").Apply(form, null);

        Assert.Equal("""{"cards":[{"number":"[redacted]","name":"é"}]}""", redacted.GetString());
    }

    [Theory]
    [InlineData("\"card 4111\"")]
    [InlineData("\"\"")]
    [InlineData("\"{\\\"cards\\\":[]} 4111\"")]
    [InlineData("\"{\\\"cards\\\":[{\\\"number\\\":\\\"4111\\\"}\"")]
    [InlineData("\"```json {} ```\"")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"cards\":[],\"x\":\"\\ud800\"}")]
    [InlineData("{\"cards\":[],\"\\udc00\":1}")]
    [InlineData("5")]
    [InlineData("\"5\"")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Cards":[{"number":"4111"}]}""")]
    [InlineData("""{"cards":"4111"}""")]
    [InlineData("""{"cards":["4111"]}""")]
    [InlineData("""{"cards":null}""")]
    [InlineData("""{"cards":[{"Number":"4111"}]}""")]
    [InlineData("""{"cards":[{"number":"4111"},{}]}""")]
    [InlineData("""{"cards":[{"number":"4111"},null]}""")]
    public void A_form_in_which_nothing_is_found_or_that_cannot_be_read_is_withheld(string form)
    {
        ResultObligation obligation = Redactions.Result("/cards/*/number");

        string message = Assert.Throws<ObligationException>(() => obligation.Apply(JsonElement.Parse(form), null)).Message;
        Assert.DoesNotContain("4111", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"cards":[{"name":"a"},{"name":"b","number":"4111"}]}""", """{"cards":[{"name":"a"},{"name":"b","number":"[redacted]"}]}""")]
    [InlineData("""{"cards":null}""", """{"cards":null}""")]
    [InlineData("""{"cards":[null,{"name":"a"}]}""", """{"cards":[null,{"name":"a"}]}""")]
    public void What_the_output_schema_makes_optional_may_be_absent(string form, string redacted) =>
        Assert.Equal(redacted, Apply("/cards/*/number", form, Cards));

    [Theory]
    [InlineData("{}", Cards)]
    [InlineData("""{"cards":[{"number":"4111"},{}]}""", Cards)]
    [InlineData("""{"cards":[{"name":5}]}""", Cards)]
    [InlineData("""{"cards":[{"Number":"4111","name":"a"},5]}""", Cards)]
    [InlineData("{}", "{}")]
    [InlineData("{}", "true")]
    [InlineData("{}", """{"properties":{"cards":{}},"required":["cards"]}""")]
    [InlineData("{}", """{"properties":{"other":{}}}""")]
    [InlineData("{}", """{"$ref":"#/nowhere"}""")]
    [InlineData("null", """{"type":"object"}""")]
    public void What_it_does_not_make_optional_must_be_there(string form, string schema) =>
        Assert.Throws<ObligationException>(() => Apply("/cards/*/number", form, schema));

    [Fact]
    public void A_result_nested_deeper_than_any_parser_of_ours_reads_is_withheld()
    {
        JsonElement form = JsonElement.Parse($"{{\"a\":{new string('[', 100)}{new string(']', 100)}}}", new JsonDocumentOptions { MaxDepth = 200 });

        Assert.Throws<ObligationException>(() => Redactions.Result("/a").Apply(form, null));
        Assert.Throws<ObligationException>(() => Redactions.Result("/a").Apply(default, null));
    }

    [Fact]
    public void A_result_that_takes_too_many_steps_to_compare_with_its_schema_is_withheld()
    {
        string alternatives = string.Join(',', Enumerable.Repeat("{}", 9_000));
        string cards = string.Join(',', Enumerable.Repeat("{}", 100_000));

        Assert.Throws<ObligationException>(() => Apply("/*/number", $"[{cards}]", """{"items":{"properties":{"number":{}}},"anyOf":[?]}""".Replace("?", alternatives, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("cards")]
    [InlineData("/a,b")]
    [InlineData("/~x")]
    [InlineData("")]
    [InlineData("/a,")]
    public void A_malformed_pointer_refuses_the_bundle(string pointers) => Assert.Throws<FormatException>(() => Redactions.Result(pointers));

    private static string Apply(string pointers, string form, string? schema = null) =>
        Redactions.Result(pointers).Apply(JsonElement.Parse(form), schema is null ? null : JsonElement.Parse(schema)).GetRawText();

    private static string JsonEncodedText(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";
}
