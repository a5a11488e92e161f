using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Nothing that is read may overflow the stack of a thread with one megabyte, in the parser or in whoever walks the tree.</summary>
public sealed class CedarParserLimitsTests
{
    public static TheoryData<string, string, string> Nestings => new()
    {
        { "(", "1", ")" },
        { "[", "1", "]" },
        { "{a: ", "1", "}" },
        { "ip(", "1", ")" },
        { "principal.contains(", "1", ")" },
        { "if true then 1 else ", "1", "" },
        { "if ", "true", " then 1 else 2" },
        { "if true then ", "1", " else 2" },
        { "!(", "true", ")" },
        { "!", "true", "" },
        { "!!!!(", "true", ")" },
        { "-", "principal", "" },
        { "-(", "1", ")" },
        { "1 + (", "1", ")" },
        { "1 * (", "1", ")" },
        { "1 == (", "1", ")" },
        { "true && (", "true", ")" },
        { "true || (", "true", ")" },
        { "true && 1 == 1 + 1 * -ip(", "1", ")" },
        { "true && 1 == 1 + 1 * -{a: principal.contains([", "1", "])}" },
        { "", "true", " && true" },
        { "", "true", " || true" },
        { "", "1", " + 1" },
        { "", "1", " - 1" },
        { "", "1", " * 1" },
        { "", "principal", ".a" },
        { "", "principal", "[\"a\"]" },
        { "", "principal", ".contains(1)" },
        { "", "principal", ".toDate()" },
        { "", "principal has a", ".a" },
        { "(", "principal", " has a.b)" },
        { "(", "principal", " is A in B::\"b\")" },
        { "(if ", "principal", " is A in B::\"b\" then principal else principal)" },
        { "(if ", "principal", " has a.b.c.d then principal else principal)" },
        { "(", "principal", " like \"a\")" },
        { "(", "principal", ").a" },
    };

    public static TheoryData<string> Tokens =>
    [
        "a", "a::", "a.", "a ", "1", "1 ", "1,", "1+", "-", "!", "(", ")", "[", "]", "{", "}", "<", "=", "== ", "&", "&&", "|", "||", "@", "@a ",
        ";", ":", ",", "/", "//", "//\n", "\"", "\"\"", "\"\\", "\\\"", "\"a\" ", "\\", "\\\n\"", "?", "?a", "'", "#", "é", "😀", "\n", " ", "\0",
        "permit(", "permit(principal,action,resource)", "permit(principal,action,resource);", "when{", "when{true}", "principal,", "principal in ",
        "if ", "has a", ".a", "::\"a\"", "[1,", "{a:", "\\u{41}", "\\q", "\"\\q\"", "User::\"a\",",
    ];

    [Theory]
    [MemberData(nameof(Nestings))]
    public void Ten_thousand_levels_are_refused_with_a_diagnostic(string open, string core, string close)
    {
        string text = Nest(open, core, close, 10_000);

        string[] errors = SmallStack.Run(() => Parse.ExpressionErrors(text));

        Assert.Contains(errors, error => error
            is "an expression nests deeper than 500 levels"
            or "brackets nest deeper than 200 levels"
            or "brackets nest deeper than the stack of this thread allows"
            or "the text stands for more than 1048576 syntax nodes"
            or "`!` stands more than 4 times in a row"
            or "`-` stands more than 4 times in a row"
            or "relational operators cannot be chained");
    }

    [Theory]
    [MemberData(nameof(Nestings))]
    public void The_deepest_text_that_is_read_can_be_walked(string open, string core, string close)
    {
        // The largest number of levels that is read, found by halving.
        (int read, int refused) = (0, 10_000);
        while (refused - read > 1)
        {
            int middle = (read + refused) / 2;
            bool isRead = CedarParser.TryParseExpression(new SourceText(Nest(open, core, close, middle)), out _, out _);
            (read, refused) = isRead ? (middle, refused) : (read, middle);
        }

        string text = Nest(open, core, close, read);
        (string Printed, int Hash) walked = SmallStack.Run(() =>
        {
            Expression expression = CedarParser.ParseExpression(new SourceText(text));
            return (CedarPrinter.Print(CedarParser.ParseExpression(new SourceText(CedarPrinter.Print(expression)))), expression.GetHashCode());
        });

        Assert.NotEmpty(walked.Printed);
        Assert.True(read >= 4, $"only {read} levels are read");
    }

    [Theory]
    [MemberData(nameof(Tokens))]
    public void A_megabyte_of_anything_is_read_or_refused_at_once(string token)
    {
        string text = string.Concat(Enumerable.Repeat(token, SmallStack.OneMegabyte / token.Length));
        string body = $"permit(principal, action, resource) when {{ {text[..(text.Length - 100)]}";

        Assert.InRange(SmallStack.Run(() => Read(text)).Count, 0, 100);
        Assert.All(SmallStack.Run(() => Read(body)), diagnostic => Assert.InRange(diagnostic.Render().Length, 1, 4000));
    }

    [Fact]
    public void A_long_list_is_no_deep_one()
    {
        string list = string.Concat(Enumerable.Repeat("\"element\", ", 50_000));

        SetExpression set = Assert.IsType<SetExpression>(CedarParser.ParseExpression(new SourceText($"[{list}]")));

        Assert.Equal(50_000, set.Elements.Count);
    }

    [Fact]
    public void A_text_that_stands_for_more_than_itself_is_counted_in_full()
    {
        // Twenty times around, each time the left side is tested twice: a million nodes from a kilobyte.
        string text = Nest("(if ", "principal", " has a.b then principal else principal)", 20);

        Assert.Equal(["the text stands for more than 1048576 syntax nodes"], Parse.ExpressionErrors(text));
    }

    [Fact]
    public void Every_policy_of_a_text_counts()
    {
        string policy = $"permit(principal, action, resource) when {{ {Nest("(if ", "principal", " has a.b then principal else principal)", 15)} }};";

        Assert.Equal(
            ["the text stands for more than 1048576 syntax nodes"],
            Parse.PolicyErrors(string.Concat(Enumerable.Repeat(policy, 100))).Distinct());
    }

    [Fact]
    public void Limits_can_be_lowered()
    {
        CedarParserOptions options = new() { MaxLength = 1000, MaxPolicies = 2, MaxDepth = 3, MaxNesting = 2 };
        const string policy = "permit(principal, action, resource);";

        Assert.Equal(["the text is longer than 1000 characters"], Parse.PolicyErrors(new string(' ', 1001), options));
        Assert.Equal(["the text holds more than 2 policies"], Parse.PolicyErrors(policy + policy + policy, options));
        Assert.Equal(["an expression nests deeper than 3 levels"], Parse.PolicyErrors("permit(principal, action, resource) when { 1 + 1 + 1 + 1 };", options));
        Assert.Equal(["brackets nest deeper than 2 levels"], Parse.PolicyErrors("permit(principal, action, resource) when { ((1)) };", options));
    }

    [Fact]
    public void Depth_cannot_be_raised()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarParserOptions { MaxDepth = 501 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarParserOptions { MaxNesting = 201 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarParserOptions { MaxLength = 0 });
        Assert.Equal(1 << 30, new CedarParserOptions { MaxLength = 1 << 30 }.MaxLength);
    }

    [Fact]
    public void A_small_stack_is_a_diagnostic_too()
    {
        string[] errors = [];
        Thread thread = new(() => errors = Parse.ExpressionErrors(Nest("[", "1", "]", 200)), maxStackSize: 192 * 1024);
        thread.Start();
        thread.Join();

        Assert.Equal(["brackets nest deeper than the stack of this thread allows"], errors);
    }

    private static string Nest(string open, string core, string close, int levels) =>
        string.Concat(Enumerable.Repeat(open, levels)) + core + string.Concat(Enumerable.Repeat(close, levels));

    private static IReadOnlyList<Diagnostic> Read(string text)
    {
        bool isRead = CedarParser.TryParsePolicies(new SourceText(text), out _, out IReadOnlyList<Diagnostic> diagnostics);
        Assert.Equal(isRead, diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning));
        return diagnostics;
    }
}
