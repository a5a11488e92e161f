using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;
using AgentGuard.Cedar.Validation;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Validates policies for tests that look at one thing.</summary>
internal static class Verdicts
{
    /// <summary>The errors of a condition, one a line; empty where it is valid.</summary>
    public static string Errors(CedarSchema schema, string condition, ValidationOptions? options = null) =>
        Of(schema, $"permit (principal, action, resource) when {{ {condition} }};", DiagnosticSeverity.Error, options);

    /// <summary>The warnings of a condition, one a line.</summary>
    public static string Warnings(CedarSchema schema, string condition) =>
        Of(schema, $"permit (principal, action, resource) when {{ {condition} }};", DiagnosticSeverity.Warning, null);

    public static string Of(CedarSchema schema, string policies, DiagnosticSeverity severity, ValidationOptions? options)
    {
        IReadOnlyList<Policy> parsed = CedarParser.ParsePolicies(new SourceText(policies));
        bool isValid = new CedarValidator(schema, options).TryValidate(parsed, out IReadOnlyList<Diagnostic> diagnostics);
        Assert.Equal(isValid, diagnostics.All(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning));
        return string.Join('\n', diagnostics.Where(diagnostic => diagnostic.Severity == severity).Select(diagnostic => diagnostic.Message));
    }
}
