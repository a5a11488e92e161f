using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Takes a policy apart for one call. It costs more than a decision: it is done for refusals and for those who ask.</summary>
internal static class PolicyParts
{
    public static IReadOnlyList<PolicyPart> Of(
        PreparedCall call, PolicySet policies, CompiledPolicy policy, EntityUid principal, EntityUid resource, CedarRecord context, IEntitySource entities)
    {
        CedarRequest request = new(principal, call.Tool.Id.Action, resource, context);
        return [.. policies.Explain(request, entities, policy).Select(part => Of(call, policy.Policy, part))];
    }

    /// <summary>What the conditions of the forbids that stopped a call came to, under the ids of the policies: each forbid once, for whom it was satisfied first.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<PolicyPart>> OfForbids(PolicyRound round, DecisionContent content)
    {
        Dictionary<string, IReadOnlyList<PolicyPart>> traces = new(StringComparer.Ordinal);
        PolicySet policies = round.Call.Bundle.PolicySet;
        foreach (DeterminingPolicy forbid in content.Policies.Where(static policy => policy is { Effect: Effect.Forbid, IsShadow: false }))
        {
            if (!traces.ContainsKey(forbid.Id) && policies.FirstOrDefault(compiled => compiled.Policy.Id == forbid.Id) is { } policy)
            {
                traces.Add(forbid.Id, Of(round.Call, policies, policy, forbid.Principal, round.Call.Resources[0], round.Context, round.Entities[0]));
            }
        }

        return traces;
    }

    private static PolicyPart Of(PreparedCall call, Policy policy, ExplainedExpression part)
    {
        (int line, int column) = policy.Source.GetPosition(part.Span.Start);
        bool isSensitive = SensitiveText.IsIn(call, part.Text);
        return new PolicyPart(
            part.Span,
            line,
            column,
            part.Text,
            isSensitive ? SensitiveText.Masked : part.Reading,
            part.Value is { } value ? value.AsBoolean : null,
            part.Error is not { } error ? null : isSensitive ? SensitiveText.Masked : error.Message)
        {
            IsHead = part.IsHead,
        };
    }
}
