using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Syntax;

/// <summary>Reads texts for tests that look at one thing.</summary>
internal static class Parse
{
    public static string Expression(string text) => SyntaxDump.Of(CedarParser.ParseExpression(new SourceText(text)));

    public static string Policy(string text) => SyntaxDump.Of(Assert.Single(CedarParser.ParsePolicies(new SourceText(text))));

    public static IReadOnlyList<Policy> Policies(string text) => CedarParser.ParsePolicies(new SourceText(text));

    public static PolicyStore Store(string text) => CedarParser.ParsePolicyStore(new SourceText(text));

    public static PolicyTemplate Template(string text) => Assert.Single(Store(text).Templates);

    /// <summary>The errors of a text that is no expression.</summary>
    public static string[] ExpressionErrors(string text)
    {
        Assert.False(CedarParser.TryParseExpression(new SourceText(text), out Expression? expression, out IReadOnlyList<Diagnostic> diagnostics));
        Assert.Null(expression);
        return Messages(diagnostics, DiagnosticSeverity.Error);
    }

    /// <summary>The errors of a text that holds a wrong policy.</summary>
    public static string[] PolicyErrors(string text, CedarParserOptions? options = null)
    {
        Assert.False(CedarParser.TryParsePolicies(new SourceText(text), out IReadOnlyList<Policy> policies, out IReadOnlyList<Diagnostic> diagnostics, options));
        Assert.Empty(policies);
        return Messages(diagnostics, DiagnosticSeverity.Error);
    }

    /// <summary>The errors of a text that holds a wrong policy or template, each with its help.</summary>
    public static string[] StoreErrors(string text)
    {
        Assert.False(CedarParser.TryParsePolicyStore(new SourceText(text), out PolicyStore? store, out IReadOnlyList<Diagnostic> diagnostics));
        Assert.Null(store);
        Messages(diagnostics, DiagnosticSeverity.Error);
        return [.. diagnostics.Select(diagnostic => $"{diagnostic.Message}; {diagnostic.Help}")];
    }

    /// <summary>The warnings of a text that holds no error.</summary>
    public static string[] Warnings(string text)
    {
        Assert.True(CedarParser.TryParsePolicies(new SourceText(text), out _, out IReadOnlyList<Diagnostic> diagnostics));
        return Messages(diagnostics, DiagnosticSeverity.Warning);
    }

    private static string[] Messages(IReadOnlyList<Diagnostic> diagnostics, DiagnosticSeverity severity)
    {
        Assert.All(diagnostics, diagnostic => Assert.InRange(diagnostic.Span.End, diagnostic.Span.Start, diagnostic.Source.Text.Length));
        return [.. diagnostics.Where(diagnostic => diagnostic.Severity == severity).Select(diagnostic => diagnostic.Message)];
    }
}
