using AgentGuard.Cedar.Evaluation.Nodes;

namespace AgentGuard.Cedar.Tests.Evaluation;

public sealed class WildcardTests
{
    private static readonly string s_long = string.Concat(Enumerable.Repeat("ab", 20)) + "c";

    [Theory]
    [InlineData("", "", true)]
    [InlineData("a", "", false)]
    [InlineData("", "*", true)]
    [InlineData("abc", "*", true)]
    [InlineData("abc", "abc", true)]
    [InlineData("abc", "ABC", false)]
    [InlineData("abc", "a*c", true)]
    [InlineData("ac", "a*c", true)]
    [InlineData("a", "a*a", false)]
    [InlineData("aa", "a*a", true)]
    [InlineData("abcbd", "a*b*d", true)]
    [InlineData("abab", "*ab", true)]
    [InlineData("aXbYc", "a*b*c", true)]
    [InlineData("aXcYb", "a*b*c", false)]
    [InlineData("a**b", "a***b", true)]
    [InlineData("\u00e9", "e\u0301", false)]
    [InlineData("a😀b", "a*b", true)]
    public void Text_matches_a_pattern(string text, string pattern, bool expected) =>
        Assert.Equal(expected, new Wildcard(pattern.Split('*')).IsMatch(text));

    [Fact]
    public void A_long_piece_that_repeats_itself_is_found_where_it_is()
    {
        Wildcard pattern = new(["x", s_long, s_long, "y"]);

        Assert.True(pattern.IsMatch($"xab{s_long}abab{s_long}y"));
        Assert.False(pattern.IsMatch($"xab{s_long}ababy"));
        Assert.False(pattern.IsMatch($"x{s_long}y"));
    }

    [Fact]
    public void Hostile_text_is_matched_in_one_pass()
    {
        // With backtracking this would take longer than the universe has.
        string text = new('a', 200_000);
        string piece = new string('a', 1_000) + "b";

        Assert.False(new Wildcard(["", piece, piece, piece, ""]).IsMatch(text));
        Assert.False(new Wildcard([.. Enumerable.Repeat("a", 1_000), "b"]).IsMatch(text));
    }
}
