using System.Text.Json;
using AgentGuard.Cedar.Evaluation;

namespace AgentGuard.Cedar.Tests.Conformance;

/// <summary>Writes answers, expected and found, as one line that can be compared.</summary>
internal static class Answers
{
    public static string Write(AuthorizationResult found) => Write(
        found.Decision == CedarDecision.Allow ? "allow" : "deny",
        found.Reasons.ToArray().Select(policy => policy.Policy.Id),
        found.Errors.ToArray().Select(error => error.Policy.Policy.Id));

    public static string Write(JsonElement expected) => Write(
        expected.GetProperty("decision").GetString()!,
        expected.GetProperty("reason").EnumerateArray().Select(id => id.GetString()!),
        expected.GetProperty("errors").EnumerateArray().Select(id => id.GetString()!));

    /// <summary>The answer of cedar-wasm, whose errors have a form of their own.</summary>
    public static string WriteResponse(JsonElement response) => Write(
        response.GetProperty("decision").GetString()!,
        response.GetProperty("diagnostics").GetProperty("reason").EnumerateArray().Select(id => id.GetString()!),
        response.GetProperty("diagnostics").GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("policyId").GetString()!));

    private static string Write(string decision, IEnumerable<string> reasons, IEnumerable<string> errors) =>
        $"{decision} [{string.Join(' ', reasons.Order(StringComparer.Ordinal))}] errors [{string.Join(' ', errors.Order(StringComparer.Ordinal))}]";
}
