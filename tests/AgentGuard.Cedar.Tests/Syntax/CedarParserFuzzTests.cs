using System.Text;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Whatever comes in, diagnostics come out, or policies that can be printed and read again.</summary>
public sealed class CedarParserFuzzTests
{
    private static readonly string[] Tokens =
    [
        "permit", "forbid", "when", "unless", "principal", "action", "resource", "context", "true", "false", "if", "then", "else", "in", "is", "has", "like",
        "__cedar", "User", "ip", "decimal", "contains", "isEmpty", "getTag", "lessThan", "and", "null", "\"a\"", "\"b*\\*\"", "\"\\u{2a}\"", "\"\\q\"", "0", "1",
        "9223372036854775808", "99999999999999999999", "User::\"a\"", "Action::\"x\"", "@id", "@id(\"x\")", "(", ")", "{", "}", "[", "]", ",", ";", ":", "::", ".",
        "==", "!=", "<", "<=", ">", ">=", "=", "||", "&&", "|", "&", "+", "-", "*", "/", "%", "!", "?principal", "?", "'", "\"", "\\", "#", "//", "\n", "\r", "\t", " ",
        "\0", "\u001b", "é", "😀", "\ud83d", "\udc00", "\ufeff", "\u2028", "permit(principal,action,resource)", "when{", "};",
    ];

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
                text.Append(Tokens[random.Next(Tokens.Length)]).Append(random.Next(2) == 0 ? " " : "");
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
            StringBuilder text = new(texts[random.Next(texts.Length)].Text);
            for (int changes = random.Next(1, 5); changes > 0; changes--)
            {
                Change(text, random);
            }

            Survive(text.ToString());
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

    private static void Change(StringBuilder text, Random random)
    {
        int at = random.Next(text.Length);
        int length = Math.Min(random.Next(8), text.Length - at);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(at, Tokens[random.Next(Tokens.Length)]);
                break;
            case 2:
                text.Insert(at, text.ToString(random.Next(text.Length - length + 1), length));
                break;
            default:
                text[at] = (char)random.Next(random.Next(2) == 0 ? 0x80 : 0x10000);
                break;
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
    }
}
