using System.Text;
using System.Text.Json;

namespace AgentGuard.Tests.Requests;

public sealed class ToolArgumentsTests
{
    [Fact]
    public void An_object_is_taken_as_it_is_written()
    {
        ToolArguments arguments = ToolArguments.FromJson("""{ "amount": 2500, "to": "DE02" }""");

        Assert.Null(arguments.Error);
        Assert.Equal(2500, arguments.Json.GetProperty("amount").GetInt32());
        Assert.Equal("{}", ToolArguments.Empty.Json.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("amount=5")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":1} {\"a\":2}")]
    [InlineData("{\"a\":1} // for you")]
    [InlineData("/**/{\"a\":1}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":Infinity}")]
    [InlineData("{\"a\":-Infinity}")]
    [InlineData("{\"a\":+1}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":.5}")]
    [InlineData("{\"a\":0x10}")]
    [InlineData("{\"a\":1_000}")]
    [InlineData("{\"a\":\"\t\"}")]
    [InlineData("{\"a\":\"\\x41\"}")]
    [InlineData("{\"a\":undefined}")]
    [InlineData("\uFEFF{}")]
    public void What_is_not_json_has_an_error(string json)
    {
        ToolArguments arguments = ToolArguments.FromJson(json);

        Assert.StartsWith("the arguments are refused at byte ", arguments.Error, StringComparison.Ordinal);
        Assert.EndsWith(": this is not JSON", arguments.Error, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => arguments.Json);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"{}\"")]
    [InlineData("5")]
    [InlineData(" true ")]
    public void What_is_no_object_has_an_error(string json) =>
        Assert.Equal("the arguments are not a JSON object", ToolArguments.FromJson(json).Error);

    [Theory]
    [InlineData("""{"to":"a","to":"b"}""", "/to")]
    [InlineData("""{"to":"a","t\u006f":"b"}""", "/to")]
    [InlineData("""{"\u0074\u006F":"a","x":0,"to":"b"}""", "/to")]
    [InlineData("""{"x":[1,{"y":{"a":1,"b":2,"a":1}}]}""", "/x/1/y/a")]
    [InlineData("""{"x":[{"a":1},{"a":1}],"y":{"x":1},"x":2}""", "/x")]
    [InlineData("""{"\ud83d\ude02":1,"😂":2}""", "/😂")]
    [InlineData("""{"":1,"":2}""", "/")]
    public void A_name_that_stands_twice_has_an_error_however_it_is_escaped(string json, string place) =>
        Assert.Equal($"`{place}`: this name stands twice in one object", ToolArguments.FromJson(json).Error);

    [Fact]
    public void A_name_that_stands_twice_among_a_thousand_is_found()
    {
        string json = $"{{{string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"n{i}\":0"))},\"n77\":1}}";

        Assert.Equal("`/n77`: this name stands twice in one object", ToolArguments.FromJson(json).Error);
    }

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("9223372036854775808")]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("0.10000000000000000555")]
    public void A_number_that_canonical_json_would_change_has_an_error(string literal) =>
        Assert.Equal("`/list/1/amount`: canonical JSON (RFC 8785) would change this number", ToolArguments.FromJson($$"""{"list":[0,{"amount":{{literal}}}]}""").Error);

    [Theory]
    [InlineData("""{"a":"\ud800"}""", "/a")]
    [InlineData("""{"a":"\udc00"}""", "/a")]
    [InlineData("""{"a":"\ud800\ud800"}""", "/a")]
    [InlineData("""{"a":"\udc00\ud800"}""", "/a")]
    [InlineData("""{"a":"\ud83dx\ude02"}""", "/a")]
    [InlineData("""{"a":"\ud83d\n"}""", "/a")]
    [InlineData("""{"a":["x","\uD83D"]}""", "/a/1")]
    [InlineData("""{"b":{"\uDEAD":1}}""", "/b/\\uDEAD")]
    public void A_lone_surrogate_in_a_name_or_a_value_has_an_error(string json, string place) =>
        Assert.Equal($"`{place}`: a text holds a lone surrogate", ToolArguments.FromJson(json).Error);

    [Fact]
    public void A_surrogate_pair_and_an_escaped_backslash_are_fine()
    {
        Assert.Equal("😂", ToolArguments.FromJson("""{"a":"\ud83d\ude02"}""").Json.GetProperty("a").GetString());
        Assert.Equal("\\ud800", ToolArguments.FromJson("""{"a":"\\ud800"}""").Json.GetProperty("a").GetString());
    }

    [Fact]
    public void A_lone_surrogate_or_broken_utf8_in_the_text_itself_has_an_error()
    {
        Assert.Equal("the arguments hold a lone surrogate", ToolArguments.FromJson("{\"a\":\"\uD800\"}").Error);
        Assert.Equal("the arguments are refused at byte 0: the text is not UTF-8", ToolArguments.FromJson((byte[])[.. "{\"a\":\""u8, 0xC0, 0xAE, .. "\"}"u8]).Error);
        Assert.Equal("the arguments are refused at byte 0: the text is not UTF-8", ToolArguments.FromJson((byte[])[.. "{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8]).Error);
    }

    [Fact]
    public void Ten_megabytes_have_an_error_unless_that_many_are_allowed()
    {
        string json = $"{{\"a\":\"{new string('x', 10_000_000)}\"}}";

        Assert.Equal("the arguments have more than 1048576 bytes", ToolArguments.FromJson(json).Error);
        Assert.Equal("the arguments have more than 1048576 bytes", ToolArguments.FromJson(Encoding.UTF8.GetBytes(json)).Error);
        Assert.Null(ToolArguments.FromJson(json, 16 << 20).Error);
    }

    [Fact]
    public void Bytes_are_counted_not_characters()
    {
        string json = "{\"a\":\"éé\"}";

        Assert.Null(ToolArguments.FromJson(json, 12).Error);
        Assert.Equal("the arguments have more than 11 bytes", ToolArguments.FromJson(json, 11).Error);
    }

    [Fact]
    public void Ten_thousand_levels_have_an_error_and_sixty_four_have_none()
    {
        Assert.Null(ToolArguments.FromJson($"{{\"a\":{Json.Nested(63)}}}").Error);
        Assert.EndsWith("nested deeper than 64 levels", ToolArguments.FromJson($"{{\"a\":{Json.Nested(64)}}}").Error, StringComparison.Ordinal);
        Assert.EndsWith("nested deeper than 64 levels", ToolArguments.FromJson($"{{\"a\":{Json.Nested(10_000)}}}").Error, StringComparison.Ordinal);
        Assert.EndsWith("nested deeper than 64 levels", ToolArguments.FromJson(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_changes_afterwards_changes_nothing()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("""{"amount":1}""");
        ToolArguments arguments = ToolArguments.FromJson(bytes);

        bytes.AsSpan().Replace((byte)'1', (byte)'9');

        Assert.Equal(1, arguments.Json.GetProperty("amount").GetInt32());
    }

    [Fact]
    public void An_error_names_places_and_never_values()
    {
        ToolArguments arguments = ToolArguments.FromJson("""{"secret":12345678901234567890123,"a":"sk-1234"}""");

        Assert.DoesNotContain("123", arguments.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_or_deceptive_name_is_cut_and_made_visible_in_an_error()
    {
        string name = "evil\\n\\u202e" + new string('x', 5000);
        string error = ToolArguments.FromJson($$"""{"{{name}}":-0}""").Error!;

        Assert.StartsWith("`/evil\uFFFD\uFFFDxxx", error, StringComparison.Ordinal);
        Assert.True(error.Length < 300);
    }

    [Fact]
    public void An_adapter_can_say_that_it_could_not_read_the_arguments()
    {
        Assert.Equal("the client sent no arguments", ToolArguments.Invalid("the client sent no arguments").Error);
        Assert.Throws<ArgumentException>(() => ToolArguments.Invalid(" "));
    }
}
