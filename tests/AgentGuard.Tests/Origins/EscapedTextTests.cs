namespace AgentGuard.Tests.Origins;

/// <summary>A model reads JSON in a text as JSON, escapes and all.</summary>
public sealed class EscapedTextTests
{
    [Theory]
    [InlineData("""{"iban":"GB33BUKB"}""")]
    [InlineData("""{"iban":"\u0047B33BUKB"}""")]
    [InlineData("""{"\u0047B33BUKB":1}""")]
    [InlineData("""{"body":"hello\nGB33BUKB\tthen"}""")]
    [InlineData("""{"mail":"{\"iban\":\"\\u0047B33BUKB\"}"}""")]
    [InlineData("""{"mail":"{\"body\":\"hello\\nGB33BUKB\"}"}""")]
    [InlineData("""the answer was {"iban":"\u0047B33BUKB", and then it broke off""")]
    [InlineData("""\u005cu0047B33BUKB""")]
    public async Task A_value_in_a_text_that_holds_json_is_found(string text)
    {
        foreach (string output in new[] { "{}", """{ "fields": { "/total": { "trust": "trusted" } } }""" })
        {
            using OriginScene scene = new(output);
            await scene.ReadAsync(OriginScene.Quote(text));

            Assert.Equal("mail.read untrusted", scene.OriginOf("\"GB33BUKB\""));
        }
    }

    [Theory]
    [InlineData("""[{"a":"\u0047B33BUKB"},1]""")]
    [InlineData("""{"mail":"[\"\\u0047B33BUKB\"]"}""")]
    public async Task Whatever_escapes_a_form_was_written_with_it_says_the_same(string form)
    {
        using OriginScene scene = new();
        await scene.ReadAsync(form);

        Assert.Equal("mail.read untrusted", scene.OriginOf("\"GB33BUKB\""));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("""C:\users""", """C:\users""")]
    [InlineData("""a\nb""", "a b")]
    [InlineData("""a\\\\nb\tc""", "a b c")]
    [InlineData("""\u0041\u00""", """A\u00""")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""\""", """\""")]
    [InlineData("""\\\""", """\\\""")]
    [InlineData("""\"\/\\""", """\"\/\\""")]
    public void What_stands_for_a_letter_or_a_blank_is_read_as_such(string text, string expected) =>
        Assert.Equal(expected, EscapedText.Unescape(text));

    [Fact]
    public void A_text_without_escapes_is_the_same_text()
    {
        const string Text = """C:\x""";

        Assert.Same(Text, EscapedText.Unescape(Text));
    }

    [Fact]
    public async Task What_is_escaped_over_and_over_counts_as_not_read()
    {
        using OriginScene scene = new();
        await scene.ReadAsync(OriginScene.Quote("""\u005cu005cu005cu005cu005cu0047B33BUKB"""));

        Assert.Equal("untrusted", scene.OriginOf("\"GB33BUKB\""));
    }

    [Fact]
    public void The_users_words_are_taken_as_they_are()
    {
        using OriginScene scene = new();
        scene.Session.UserSaid("""\u0047B33BUKB""");

        Assert.Equal("", scene.OriginOf("\"GB33BUKB\""));
    }
}
