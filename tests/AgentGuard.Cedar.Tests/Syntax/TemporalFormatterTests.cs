using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Temporal conditions and macros are laid out as policies are, and say afterwards what they said before.</summary>
public sealed class TemporalFormatterTests
{
    public static TheoryData<string, string> Texts => new()
    {
        {
            "permit(principal,action,resource)unless temporal{formerly   within 1h\nAction::\"x\"::request{  }};",
            """
            permit (principal, action, resource)
            unless temporal { formerly within 1h Action::"x"::request{} };

            """
        },
        {
            "permit(principal,action,resource)when{context.a&&!temporal{! Action::\"files.edit\"::admitted{} since within 8h Action::\"tests.run\"::response{output.passed:true,input.suite:_}}};",
            """
            permit (principal, action, resource)
            when
            {
              context.a &&
              !temporal {
                !Action::"files.edit"::admitted{}
                since within 8h Action::"tests.run"::response{
                  output.passed: true,
                  input.suite: _
                }
              }
            };

            """
        },
        {
            """
            def temporal seen(?p,?w){formerly within ?w (?p&&tp(t))}; // why
            def cedar large(?c) { ?c>1000||
            context.all };
            // who
            permit(principal,action,resource)when temporal{ // what
            count_within(1m,Action::"x"::request{requestId:_})>5&&(sum x for (x:Long),(t:Timepoint). where (formerly within 1h (Action::"y"::request{input.x:x}&&tp(t))))<-2 };
            """,
            """
            def temporal seen(?p, ?w) { formerly within ?w (?p && tp(t)) }; // why

            def cedar large(?c) { ?c > 1000 || context.all };

            // who
            permit (principal, action, resource)
            when temporal { // what
              count_within(1m, Action::"x"::request{ requestId: _ }) > 5 &&
              (
                sum x for (x: Long),
                (t: Timepoint). where (
                  formerly within 1h (Action::"y"::request{ input.x: x } && tp(t))
                )
              ) < -2
            };

            """
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_laid_out(string text, string formatted)
    {
        Assert.Equal(formatted, CedarFormatter.Format(new SourceText(text)));
        AssertKept(text, CedarFormatterOptions.Default);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void It_is_the_same_text_at_any_width(string text, string formatted)
    {
        for (int width = 1; width < 120; width++)
        {
            AssertKept(text, new CedarFormatterOptions { LineWidth = width });
            AssertKept(formatted, new CedarFormatterOptions { LineWidth = width, IndentWidth = 4 });
        }
    }

    [Fact]
    public void A_mistake_in_a_condition_is_said() =>
        Assert.Equal(
            "p.cedar:1:59: error: the condition ends too early",
            Assert.Throws<CedarSyntaxException>(() => CedarFormatter.Format(new SourceText("permit (principal, action, resource) when temporal { !tp( };", "p.cedar"))).Message);

    private static void AssertKept(string text, CedarFormatterOptions options)
    {
        string formatted = CedarFormatter.Format(new SourceText(text), options);

        Assert.Equal(Meaning(text), Meaning(formatted));
        Assert.Equal(CommentedText.Places(text), CommentedText.Places(formatted));
        Assert.Equal(formatted, CedarFormatter.Format(new SourceText(formatted), options));
        Assert.DoesNotContain(" \n", formatted, StringComparison.Ordinal);
    }

    /// <summary>Conditions are in it by the names that stand for what they say, and macros as what they stand for.</summary>
    private static IEnumerable<string> Meaning(string text)
    {
        SourceText source = new(text);
        DiagnosticBag diagnostics = new(source);
        CedarParser.TryParsePolicies(source, TemporalText.Read(source, diagnostics), out IReadOnlyList<Policy> policies, diagnostics);
        Assert.Empty(diagnostics.Select(static diagnostic => diagnostic.Render()));
        return policies.Select(static policy => CedarPrinter.Print(policy));
    }
}
