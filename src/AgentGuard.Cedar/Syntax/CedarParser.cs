using System.Diagnostics.CodeAnalysis;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Temporal.Syntax;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Reads Cedar (language 4.5). It takes what the reference implementation takes and refuses what that refuses, but for what is
/// beyond the limits of <see cref="CedarParserOptions"/>.
/// </summary>
public static class CedarParser
{
    /// <summary>Reads static policies; a template is an error. See <see cref="ParsePolicyStore"/> for both.</summary>
    /// <param name="source">The text; none, one or many policies.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The policies in the order of the text, with the ids <c>policy0</c>, <c>policy1</c>, …; name them anew with <c>with</c>.</returns>
    /// <exception cref="CedarSyntaxException">The text is not Cedar; every error that was found is in it.</exception>
    public static IReadOnlyList<Policy> ParsePolicies(SourceText source, CedarParserOptions? options = null) =>
        TryParsePolicies(source, out IReadOnlyList<Policy> policies, out IReadOnlyList<Diagnostic> diagnostics, options)
            ? policies
            : throw new CedarSyntaxException(diagnostics);

    /// <summary>Reads static policies; a template is an error. See <see cref="ParsePolicyStore"/> for both.</summary>
    /// <param name="source">The text; none, one or many policies.</param>
    /// <param name="policies">The policies in the order of the text; none where there is an error.</param>
    /// <param name="diagnostics">Errors and warnings in the order of the text, at most 100.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>True if there was no error. There may be warnings.</returns>
    public static bool TryParsePolicies(
        SourceText source,
        out IReadOnlyList<Policy> policies,
        out IReadOnlyList<Diagnostic> diagnostics,
        CedarParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        DiagnosticBag bag = new(source);
        diagnostics = bag;
        return TryParsePolicies(source, TemporalText.None, out policies, bag, options);
    }

    /// <summary>Reads static policies, and with them temporal conditions, each as an attribute of <c>context.temporal</c>.</summary>
    /// <param name="source">The text.</param>
    /// <param name="temporal">What stands in it beside Cedar.</param>
    /// <param name="policies">The policies in the order of the text; none where there is an error.</param>
    /// <param name="diagnostics">Hears what is wrong.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>True if there was no error.</returns>
    internal static bool TryParsePolicies(SourceText source, TemporalText temporal, out IReadOnlyList<Policy> policies, DiagnosticBag diagnostics, CedarParserOptions? options = null)
    {
        List<Policy> parsed = new Parser(source, options ?? CedarParserOptions.Default, diagnostics, temporal).ParsePolicies(withTemplates: false);
        policies = diagnostics.Errors == 0 ? parsed : [];
        return diagnostics.Errors == 0;
    }

    /// <summary>Reads static policies and templates.</summary>
    /// <param name="source">The text; none, one or many.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The policies and templates with the ids <c>policy0</c>, <c>policy1</c>, … in the order of the text, numbered together.</returns>
    /// <exception cref="CedarSyntaxException">The text is not Cedar; every error that was found is in it.</exception>
    public static PolicyStore ParsePolicyStore(SourceText source, CedarParserOptions? options = null) =>
        TryParsePolicyStore(source, out PolicyStore? policies, out IReadOnlyList<Diagnostic> diagnostics, options)
            ? policies
            : throw new CedarSyntaxException(diagnostics);

    /// <summary>Reads static policies and templates.</summary>
    /// <param name="source">The text; none, one or many.</param>
    /// <param name="policies">The policies and templates; null where there is an error.</param>
    /// <param name="diagnostics">Errors and warnings in the order of the text, at most 100.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>True if there was no error. There may be warnings.</returns>
    public static bool TryParsePolicyStore(
        SourceText source,
        [NotNullWhen(true)] out PolicyStore? policies,
        out IReadOnlyList<Diagnostic> diagnostics,
        CedarParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        DiagnosticBag bag = new(source);
        List<Policy> parsed = new Parser(source, options ?? CedarParserOptions.Default, bag).ParsePolicies(withTemplates: true);
        policies = bag.Errors == 0 ? PolicyStore.Of(parsed) : null;
        diagnostics = bag;
        return policies is not null;
    }

    /// <summary>Reads one expression, as it may stand in a <c>when</c> clause.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="CedarSyntaxException">The text is not an expression.</exception>
    public static Expression ParseExpression(SourceText source, CedarParserOptions? options = null) =>
        TryParseExpression(source, out Expression? expression, out IReadOnlyList<Diagnostic> diagnostics, options)
            ? expression
            : throw new CedarSyntaxException(diagnostics);

    /// <summary>Reads one expression, as it may stand in a <c>when</c> clause.</summary>
    /// <param name="source">The text.</param>
    /// <param name="expression">The expression; null where there is an error.</param>
    /// <param name="diagnostics">Errors and warnings in the order of the text, at most 100.</param>
    /// <param name="options">Limits; null for the usual ones.</param>
    /// <returns>True if there was no error. There may be warnings.</returns>
    public static bool TryParseExpression(
        SourceText source,
        [NotNullWhen(true)] out Expression? expression,
        out IReadOnlyList<Diagnostic> diagnostics,
        CedarParserOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        DiagnosticBag bag = new(source);
        Expression parsed = new Parser(source, options ?? CedarParserOptions.Default, bag).ParseWholeExpression();
        expression = bag.Errors == 0 ? parsed : null;
        diagnostics = bag;
        return expression is not null;
    }
}
