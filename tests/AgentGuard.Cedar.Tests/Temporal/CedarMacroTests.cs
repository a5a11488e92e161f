using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Tests.Temporal;

/// <summary>A macro of a Cedar expression stands for its body, with the call's arguments where its parameters are.</summary>
public sealed class CedarMacroTests
{
    public static TheoryData<string, string, string> Expansions => new()
    {
        { "def cedar large(?c) { ?c > 1000 };", "large(context.cents)", "context.cents > 1000" },
        { "def cedar own() { principal == resource.owner };", "own() && context.a", "principal == resource.owner && context.a" },
        { "def cedar add(?a, ?b) { ?a + ?b };", "add(1, 2) * 3 == 9", "(1 + 2) * 3 == 9" },
        { "def cedar twice(?a) { ?a * 2 };", "twice(1 + 2) == 6", "(1 + 2) * 2 == 6" },
        { "def cedar twice(?a) { ?a * 2 };", "twice(twice(context.n)) == 4", "context.n * 2 * 2 == 4" },
        { "def cedar either(?a, ?b) { ?a || ?b };", "either(context.a, context.b) && context.c", "(context.a || context.b) && context.c" },
        { "def cedar near(?p) { ?p.zone == context.zone };", "near(principal)", "principal.zone == context.zone" },
        { "def cedar brace(?p) { ?p == \"}\" };", "brace(context.text)", "context.text == \"}\"" },
    };

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "def cedar f(?c) { ?c > 1 };", "f()", "1:73 `f` takes 1 arguments, found 0" },
        { "def cedar f(?c) { ?c > 1 };", "f(1, 2)", "1:73 `f` takes 1 arguments, found 2" },
        { "def cedar f(?c, ?c) { ?c > 1 };", "true", "1:17 `?c` is a parameter twice" },
        { "def cedar f(?c) { ?d > 1 };", "true", "1:19 `?d` is no parameter of `f`" },
        { "def cedar f(?c) { };", "true", "1:11 `f` stands for nothing" },
        { "def cedar f(?c) { ?c > };", "f(1)", "1:24 expected an expression, found `}`" },
        { "def cedar f(?c) { ?c > 1; };", "f(1)", "1:25 expected an operator or the end of the macro, found `;`" },
        { "def cedar f() { true }; def cedar g() { f() };", "g()", "1:41 a macro calls none in its body" },
        { "def cedar f() { f() };", "f()", "1:17 a macro calls none in its body" },
        { "def cedar f() { temporal { tp(t) } };", "f()", "1:17 a macro of a Cedar expression holds no temporal condition" },
        { "def cedar f() { true }; def cedar f() { false };", "f()", "1:35 `f` is defined twice" },
        { "def cedar ip() { true };", "true", "1:11 a macro cannot be called `ip`" },
        { "def cedar f() { true;", "true", "1:1 the definition of `f` has no end" },
        { "def ceder f() { true };", "true", "1:5 unexpected `ceder`" },
    };

    [Theory]
    [MemberData(nameof(Expansions))]
    public void A_call_stands_for_the_macros_body(string definition, string call, string expression)
    {
        (IReadOnlyList<Policy> policies, DiagnosticBag diagnostics) = Read($"{definition} permit (principal, action, resource) when {{ {call} }};");

        Assert.Empty(diagnostics.Select(static diagnostic => diagnostic.Render()));
        Assert.Equal(
            CedarPrinter.Print(CedarParser.ParsePolicies(new SourceText($"permit (principal, action, resource) when {{ {expression} }};"))[0]),
            CedarPrinter.Print(policies[0]));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_where_it_stands(string definition, string call, string mistake)
    {
        (IReadOnlyList<Policy> policies, DiagnosticBag diagnostics) = Read($"{definition} permit (principal, action, resource) when {{ {call} }};");

        Assert.Empty(policies);
        Diagnostic first = diagnostics[0];
        (int line, int column) = first.Source.GetPosition(first.Span.Start);
        Assert.Equal(mistake, $"{line}:{column} {first.Message}");
    }

    [Fact]
    public void A_mistake_in_a_macro_does_not_hide_one_in_the_next_policy()
    {
        (_, DiagnosticBag diagnostics) = Read("def cedar f() { true true }; permit (principal, action, resource) when { f() }; permit (principal, action, resource) when { nobody };");

        Assert.Equal(["expected an operator or the end of the macro, found `true`", "invalid variable `nobody`"], diagnostics.Select(static diagnostic => diagnostic.Message));
    }

    [Fact]
    public void What_macros_stand_for_is_bounded()
    {
        string body = string.Join(" && ", Enumerable.Repeat("context.a", 100));
        string calls = string.Join(" && ", Enumerable.Repeat($"({string.Join(" && ", Enumerable.Repeat("f()", 100))})", 10));

        (IReadOnlyList<Policy> policies, DiagnosticBag diagnostics) = Read($"def cedar f() {{ {body} }}; permit (principal, action, resource) when {{ {calls} }};");

        Assert.Empty(policies);
        Assert.Equal([$"macros stand for more than {CedarParserOptions.Default.MaxLength} characters"], diagnostics.Select(static diagnostic => diagnostic.Message));
    }

    [Theory]
    [InlineData(2, 14, "macros expand more than 10000 times, or 16 deep")]
    [InlineData(1_000, 3, "macros stand for more than 1048576 words and signs")]
    public void What_macros_of_conditions_stand_for_is_bounded(int uses, int depth, string mistake)
    {
        string body = string.Join(" && ", Enumerable.Repeat("?a", uses));
        string call = $"{string.Concat(Enumerable.Repeat("many(", depth))}Action::\"x\"::request{{}}{new string(')', depth)}";

        (_, DiagnosticBag diagnostics) = Read($"def temporal many(?a) {{ {body} }}; permit (principal, action, resource) when temporal {{ {call} }};");

        Assert.Equal([mistake], diagnostics.Select(static diagnostic => diagnostic.Message));
    }

    private static (IReadOnlyList<Policy> Policies, DiagnosticBag Diagnostics) Read(string text)
    {
        SourceText source = new(text);
        DiagnosticBag diagnostics = new(source);
        TemporalText temporal = TemporalText.Read(source, diagnostics);
        CedarParser.TryParsePolicies(source, temporal, out IReadOnlyList<Policy> policies, diagnostics);
        return (policies, diagnostics);
    }
}
