using System.Text.Json;

namespace AgentGuard.Tests.Requests;

public sealed class JsonPointerPatternTests
{
    private static readonly JsonElement s_document = Json.Of("""
        {"a":{"b":1},"a/b":2,"m~n":3,"":4,"*":5,"list":[{"x":6},{"x":7},{"y":8}],"0":9}
        """);

    [Theory]
    [InlineData("/a/b", "1")]
    [InlineData("/a~1b", "2")]
    [InlineData("/m~0n", "3")]
    [InlineData("/", "4")]
    [InlineData("/0", "9")]
    [InlineData("/list/0/x", "6")]
    [InlineData("/list/*/x", "6 7")]
    [InlineData("/a/*", "1")]
    [InlineData("/list/00/x", "")]
    [InlineData("/list/+1/x", "")]
    [InlineData("/list/-/x", "")]
    [InlineData("/list/3/x", "")]
    [InlineData("/list/99999999999/x", "")]
    [InlineData("/A/b", "")]
    [InlineData("/a/b/c", "")]
    public void A_pattern_selects_what_rfc_6901_says_and_a_star_selects_all(string pattern, string values)
    {
        JsonPointerPattern parsed = JsonPointerPattern.Parse(pattern);

        Assert.Equal(values, string.Join(' ', parsed.Select(s_document)));
        Assert.Equal(pattern, parsed.ToString());
    }

    [Fact]
    public void The_empty_pattern_is_the_whole_document() =>
        Assert.Equal(s_document.GetRawText(), Assert.Single(JsonPointerPattern.Parse("").Select(s_document)).GetRawText());

    [Theory]
    [InlineData("a")]
    [InlineData("a/b")]
    [InlineData("#/a")]
    [InlineData(" /a")]
    [InlineData("/a~")]
    [InlineData("/a~2")]
    [InlineData("/~~0")]
    [InlineData("$.a")]
    public void A_malformed_pattern_is_refused(string pattern) =>
        Assert.StartsWith($"`{pattern}` is not a JSON pointer", Assert.Throws<FormatException>(() => JsonPointerPattern.Parse(pattern)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_of_a_thousand_tokens_is_refused() =>
        Assert.Throws<FormatException>(() => JsonPointerPattern.Parse(string.Concat(Enumerable.Repeat("/a", 1000))));
}
