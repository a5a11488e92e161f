using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    [Fact]
    public void The_line_is_named_by_its_number_and_the_file_by_its_name()
    {
        SourceText source = new(string.Concat(Enumerable.Repeat("line\n", 11)) + "the wrong word", "a/b.cedar");

        Diagnostic diagnostic = new(DiagnosticSeverity.Warning, "no such word", source, new SourceSpan(59, 5));

        Assert.Equal(
            """
            warning: no such word
              --> a/b.cedar:12:5
               |
            12 | the wrong word
               |     ^^^^^
            """,
            diagnostic.Render());
        Assert.Equal("a/b.cedar:12:5: warning: no such word", diagnostic.ToString());
    }

    [Fact]
    public void Carets_stand_under_characters_not_code_units() =>
        Assert.Equal(
            """
            error: message
             --> policy:1:5
              |
            1 | 😀é wrong
              |    ^^^^^
            """,
            Render("😀é wrong", 4, 5));

    [Fact]
    public void A_tab_is_one_column_wide() =>
        Assert.Equal(
            """
            error: message
             --> policy:1:3
              |
            1 |  a wrong
              |   ^
            """,
            Render("\ta wrong", 2, 1));

    [Theory]
    [InlineData("a\u001b[31mb", "a\\u{1b}[31mb")]
    [InlineData("a\u202eb", "a\\u{202e}b")]
    [InlineData("a\u2028b", "a\\u{2028}b")]
    [InlineData("a\u0085b", "a\\u{85}b")]
    public void Nothing_in_a_policy_acts_on_the_terminal(string text, string shown)
    {
        Assert.Contains($"1 | {shown}", Render(text, 0, 1), StringComparison.Ordinal);
        Assert.Equal($"policy:1:1: error: {shown}", new Diagnostic(DiagnosticSeverity.Error, text, new SourceText(text), default).ToString());
    }

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        string text = new string('a', 1000) + "wrong" + new string('b', 1000);

        string[] lines = Render(text, 1000, 5).Split('\n');

        Assert.Equal($"1 | …{new string('a', 60)}wrong{new string('b', 55)}…", lines[3]);
        Assert.Equal($"  | {new string(' ', 61)}^^^^^", lines[4]);
    }

    [Fact]
    public void A_cut_does_not_split_a_character()
    {
        string text = string.Concat(Enumerable.Repeat("😀", 500));

        string line = Render(text, 501, 1).Split('\n')[3];

        Assert.DoesNotContain('\ufffd', Render(text, 500, 2));
        Assert.StartsWith("1 | …😀", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_place_of_several_lines_is_shown_on_the_first() =>
        Assert.Equal(
            """
            error: message
             --> policy:1:3
              |
            1 | ab
              |   ^
            """,
            Render("ab\r\ncd", 2, 4));

    [Fact]
    public void The_end_of_the_text_is_a_place() =>
        Assert.Equal(
            """
            error: message
             --> policy:2:1
              |
            2 | 
              | ^
            """,
            Render("ab\n", 3, 0));

    private static string Render(string text, int start, int length) =>
        new Diagnostic(DiagnosticSeverity.Error, "message", new SourceText(text), new SourceSpan(start, length)).Render();
}
