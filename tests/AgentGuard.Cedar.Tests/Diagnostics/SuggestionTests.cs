using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Tests.Diagnostics;

public sealed class SuggestionTests
{
    private static readonly string[] Words = ["permit", "forbid", "contains", "containsAll", "ip"];

    [Theory]
    [InlineData("permt", "permit")]
    [InlineData("premit", "permit")]
    [InlineData("PERMIT", "permit")]
    [InlineData("contain", "contains")]
    [InlineData("containAll", "containsAll")]
    [InlineData("forbids", "forbid")]
    [InlineData("pi", "ip")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("alice", null)]
    [InlineData("something", null)]
    public void The_nearest_word_is_suggested_if_it_is_near(string word, string? suggestion) =>
        Assert.Equal(suggestion, Suggestion.Closest(word, Words));

    [Fact]
    public void A_long_word_is_compared_with_nothing() => Assert.Null(Suggestion.Closest(new string('a', 1_000_000), [new string('a', 1_000_000)]));
}
