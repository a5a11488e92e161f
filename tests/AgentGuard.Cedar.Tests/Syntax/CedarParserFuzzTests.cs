using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Whatever comes in, diagnostics come out, or policies that can be printed and read again.</summary>
public sealed class CedarParserFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Token_soup_is_answered_with_diagnostics(int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < 5_000; i++)
        {
            StringBuilder text = new();
            for (int tokens = random.Next(40); tokens > 0; tokens--)
            {
                text.Append(MutatedText.AnyToken(random)).Append(random.Next(2) == 0 ? " " : "");
            }

            Survive(text.ToString());
        }
    }

    [SkippableTheory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void A_broken_policy_is_answered_with_diagnostics(int seed)
    {
        (string Id, string Text)[] texts = PolicyCorpus.Texts();
        Random random = new(seed);
        for (int i = 0; i < 5_000; i++)
        {
            Survive(MutatedText.Of(texts[random.Next(texts.Length)].Text, random));
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void A_generated_expression_is_printed_and_read_as_itself(int seed)
    {
        AnyExpression any = new(new Random(seed));
        for (int i = 0; i < 5_000; i++)
        {
            Expression expression = any.Next(depth: 5);

            string printed = CedarPrinter.Print(expression);

            Assert.Equal(SyntaxDump.Of(expression), Parse.Expression(printed));
        }
    }

    private static void Survive(string text)
    {
        SourceText source = new(text, "fuzz.cedar");
        bool isRead = CedarParser.TryParsePolicies(source, out IReadOnlyList<Policy> policies, out IReadOnlyList<Diagnostic> diagnostics);

        Assert.Equal(isRead, diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning));
        Assert.All(diagnostics, diagnostic =>
        {
            Assert.InRange(diagnostic.Span.Start, 0, text.Length);
            Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, text.Length);
            Assert.DoesNotContain(diagnostic.Message + diagnostic.Help, char.IsControl);
            Assert.DoesNotContain(diagnostic.Render().Where(c => c != '\n'), char.IsControl);
        });
        Assert.Equal(SyntaxDump.Of(policies), SyntaxDump.Of(Parse.Policies(CedarPrinter.Print(policies))));
        bool isStore = CedarParser.TryParsePolicyStore(source, out PolicyStore? store, out _);
        Assert.True(isStore || !isRead);
        Assert.Equal(isStore, CedarFormatter.TryFormat(source, out string? formatted, out _));
        if (isStore)
        {
            Assert.Equal(SyntaxDump.Of(store!), SyntaxDump.Of(Parse.Store(formatted!)));
            Assert.Equal(formatted, CedarFormatter.Format(new SourceText(formatted!)));
        }
    }
}
