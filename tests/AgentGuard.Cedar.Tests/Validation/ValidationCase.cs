using System.Text.Json;
using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema;
using AgentGuard.Cedar.Syntax;

namespace AgentGuard.Cedar.Tests.Validation;

/// <summary>Reads the cases of the corpus.</summary>
internal static class ValidationCase
{
    private const int MaxShown = 20;

    public static CedarSchema Schema(JsonElement @case) => CedarSchema.Parse(new SourceText(@case.GetProperty("schema").GetString()!, "s.cedarschema"));

    public static IReadOnlyList<Policy> Policies(JsonElement @case) => CedarParser.ParsePolicies(new SourceText(@case.GetProperty("policies").GetString()!, "p.cedar"));

    /// <summary>Fails if something differs; the test is skipped where there was nothing to compare.</summary>
    public static void AssertNone(IReadOnlyCollection<string> differences, int of)
    {
        Skip.If(of == 0, "the files of the corpus hold no such case");
        Assert.True(differences.Count == 0, $"{differences.Count} of {of} differ, such as\n{string.Join('\n', differences.Order(StringComparer.Ordinal).Take(MaxShown))}");
    }

    /// <summary>Whether Cedar says that every entity of a case conforms to its schema; true where it says nothing.</summary>
    public static bool EntitiesConform(JsonElement @case) =>
        !@case.TryGetProperty("validation", out JsonElement validation)
        || validation.GetProperty("entityValidation").GetProperty("perEntity").EnumerateObject().All(entity => !entity.Value.TryGetProperty("errors", out JsonElement errors) || errors.GetArrayLength() == 0);
}
