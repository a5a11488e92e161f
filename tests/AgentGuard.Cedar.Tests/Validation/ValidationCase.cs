using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Reads the cases of the corpus.</summary>
internal static class ValidationCase
{
    public static CedarSchema Schema(JsonElement @case) => CedarSchema.Parse(new SourceText(@case.GetProperty("schema").GetString()!, "s.cedarschema"));

    public static IReadOnlyList<Policy> Policies(JsonElement @case) => CedarParser.ParsePolicies(new SourceText(@case.GetProperty("policies").GetString()!, "p.cedar"));

    public static void AssertNone(IReadOnlyCollection<string> differences, int of, int shown) =>
        Assert.True(differences.Count == 0, $"{differences.Count} of {of} differ, such as\n{string.Join('\n', differences.Order(StringComparer.Ordinal).Take(shown))}");
}
