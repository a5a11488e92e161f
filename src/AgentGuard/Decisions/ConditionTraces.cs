using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Tells operators what the conditions of the forbids that stopped a call came to. Made for refusals alone: it costs more than a decision.</summary>
internal static class ConditionTraces
{
    private const string Masked = "[redacted]";

    public static IReadOnlyList<ConditionTrace> Of(PreparedCall call, DecisionContent content, CedarRecord context, IEntitySource entities)
    {
        PolicySet policies = call.Bundle.PolicySet;
        List<ConditionTrace> traces = [];
        foreach (DeterminingPolicy forbid in content.Policies.Where(static policy => policy is { Effect: Effect.Forbid, IsShadow: false }).DistinctBy(static policy => policy.Id))
        {
            CompiledPolicy policy = policies.First(compiled => compiled.Policy.Id == forbid.Id);
            CedarRequest request = new(forbid.Principal, call.Tool.Id.Action, call.Resources[0], context);
            traces.AddRange(policies.Explain(request, entities, policy).Select(part => new ConditionTrace(
                forbid.Id,
                part.Text,
                ShowsSensitive(call, part.Text) ? Masked : part.Error is { } error ? error.Message : part.Reading)));
        }

        return traces;
    }

    /// <summary>A name that occurs anywhere in the expression is enough: rather a value too few than one too many.</summary>
    private static bool ShowsSensitive(PreparedCall call, string expression) => call.Tool.SensitivePointers
        .Select(static pointer => JsonPointerPattern.Parse(pointer).Tokens)
        .Any(tokens => tokens.IsEmpty || tokens[0] == JsonPointerPattern.Any || expression.Contains(tokens[0], StringComparison.Ordinal))
        || (call.Tool.SensitivePointers.Count > 0 && (ShowsWhole("context", expression) || ShowsWhole("input", expression)))
        || (call.HasSensitiveResource && expression.Contains("resource", StringComparison.Ordinal));

    /// <summary>Whether a record, and with it every value in it, is compared: the name stands anywhere without a plain member behind it.</summary>
    private static bool ShowsWhole(string record, string expression)
    {
        for (int at = expression.IndexOf(record, StringComparison.Ordinal); at >= 0; at = expression.IndexOf(record, at + 1, StringComparison.Ordinal))
        {
            ReadOnlySpan<char> rest = expression.AsSpan(at + record.Length);
            if (!(rest.StartsWith(".") && rest.Length > 1 && char.IsAsciiLetter(rest[1])) && !rest.StartsWith(" has "))
            {
                return true;
            }
        }

        return false;
    }
}
