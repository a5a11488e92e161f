using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Tests.Syntax;

public sealed class CedarPrinterTests
{
    [Theory]
    [InlineData("((1))", "1")]
    [InlineData("(true && false) || true", "true && false || true")]
    [InlineData("true && (false || true)", "true && (false || true)")]
    [InlineData("true && (false && true)", "true && (false && true)")]
    [InlineData("(true && false) && true", "true && false && true")]
    [InlineData("1 - (2 - 3)", "1 - (2 - 3)")]
    [InlineData("(1 * 2) + 3", "1 * 2 + 3")]
    [InlineData("1 * (2 + 3)", "1 * (2 + 3)")]
    [InlineData("(1 + 2) == (3)", "1 + 2 == 3")]
    [InlineData("(1 == 2) == (3 == 4)", "(1 == 2) == (3 == 4)")]
    [InlineData("(if true then 1 else 2) + 3", "(if true then 1 else 2) + 3")]
    [InlineData("[(if true then 1 else 2)]", "[if true then 1 else 2]")]
    [InlineData("!(true)", "!true")]
    [InlineData("!(true || false)", "!(true || false)")]
    [InlineData("!!(true || false)", "!!(true || false)")]
    [InlineData("!(!!!!true)", "!!!!(!true)")]
    [InlineData("!!!(!!true)", "!!!!(!true)")]
    [InlineData("!!!!(!!!!true)", "!!!!(!!!!true)")]
    [InlineData("-(1)", "-(1)")]
    [InlineData("-(-(1))", "--(1)")]
    [InlineData("-(-1)", "--1")]
    [InlineData("-(----1)", "----(-1)")]
    [InlineData("-(!true)", "-(!true)")]
    [InlineData("!(-1)", "!(-1)")]
    [InlineData("(-1).a", "(-1).a")]
    [InlineData("-1.a", "-1.a")]
    [InlineData("-(1).a", "-1.a")]
    [InlineData("2 * -1", "2 * -1")]
    [InlineData("(!true).a", "(!true).a")]
    [InlineData("principal[\"a\"]", "principal.a")]
    [InlineData("principal[\"in\"][\"a b\"]", "principal[\"in\"][\"a b\"]")]
    [InlineData("principal has \"a\"", "principal has a")]
    [InlineData("principal has \"__cedar\"", "principal has \"__cedar\"")]
    [InlineData("(1 + 2) has a.b.c", "1 + 2 has a.b.c")]
    [InlineData("(principal has a) && (principal.a has b)", "principal has a && principal.a has b")]
    [InlineData("(principal has a.b) has c", "(principal has a.b) has c")]
    [InlineData("principal is A::B in (C::\"c\")", "principal is A::B in C::\"c\"")]
    [InlineData("(principal is A in C::\"c\").a", "(principal is A in C::\"c\").a")]
    [InlineData("(principal is A) && principal in C::\"c\"", "principal is A && principal in C::\"c\"")]
    [InlineData("principal is A in B::\"b\" && true", "principal is A in B::\"b\" && true")]
    [InlineData("\"a\\u{41}\\n\" like \"a*\\*\\\"\"", "\"aA\\n\" like \"a*\\*\\\"\"")]
    [InlineData("{\"a\": 1, \"b c\": 2, if_: 3, \"if\": 4}", "{a: 1, \"b c\": 2, if_: 3, \"if\": 4}")]
    [InlineData("(1).contains((2))", "1.contains(2)")]
    [InlineData("[].isEmpty()", "[].isEmpty()")]
    [InlineData("(1 + 2).getTag(\"a\")", "(1 + 2).getTag(\"a\")")]
    [InlineData("ip(\"1\").isInRange(ip(\"2\"), 3)", "ip(\"1\").isInRange(ip(\"2\"), 3)")]
    [InlineData("decimal()", "decimal()")]
    public void An_expression_has_the_parentheses_that_it_needs(string text, string printed)
    {
        Expression expression = CedarParser.ParseExpression(new SourceText(text));

        Assert.Equal(printed, CedarPrinter.Print(expression));
        Assert.Equal(SyntaxDump.Of(expression), Parse.Expression(printed));
    }

    [Fact]
    public void Policies_have_a_line_for_each_part() =>
        Assert.Equal(
            """
            @id("large \"transfer\"")
            @flag
            forbid (principal is User in Group::"a", action in [Action::"b", Action::"c"], resource == File::"d")
            when { context.amount > 1000 }
            unless { principal has cleared };

            permit (principal, action == Action::"b", resource is File);

            """,
            CedarPrinter.Print(Parse.Policies("""
                @id("large \"transfer\"") @flag("")
                forbid(principal is User in Group::"a",action in [Action::"b",Action::"c",],resource==File::"d",)
                when{context.amount>1000}unless{principal has cleared};
                permit(principal,action==Action::"b",resource is File);
                """)));

    [Fact]
    public void Only_literals_are_printed_as_literals() =>
        Assert.Throws<ArgumentException>(() => CedarPrinter.Print(new LiteralExpression(new CedarSet([]), default)));
}
