using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// The decision: every principal of the chain must be permitted on its own, and no forbid may stand.
/// The order is that of docs/decision.md: a forbid first, a missing permit next, then what can still be lifted.
/// </summary>
internal static class PolicyMeet
{
    public static DecisionContent Of(IReadOnlyList<(EntityUid Principal, PolicyAnswer Answer)> answers)
    {
        List<DeterminingPolicy> policies = [];
        HashSet<(BundlePolicy, EntityUid)>? told = IsAskedTwice(answers) ? [] : null;
        HashSet<PolicyFailure>? errors = null;
        List<Obligation> obligations = [];
        HashSet<BundlePolicy> conditional = [];
        List<BundlePolicy> forbids = [];
        PolicyFailure? failedForbid = null;
        EntityUid? unpermitted = null;
        foreach ((EntityUid principal, PolicyAnswer answer) in answers)
        {
            foreach (BundlePolicy policy in answer.Forbids)
            {
                Add(policies, told, policy, principal);
                if (policy.Obligations.Count == 0)
                {
                    forbids.Add(policy);
                }
                else if (conditional.Add(policy))
                {
                    obligations.AddRange(policy.Obligations);
                }
            }

            foreach (BundlePolicy policy in answer.Permits)
            {
                Add(policies, told, policy, principal);
            }

            foreach (BundlePolicy policy in answer.Shadows)
            {
                Add(policies, told, policy, principal);
            }

            if (answer.FailedForbids.Count + answer.FailedPermits.Count > 0)
            {
                (errors ??= []).UnionWith(answer.FailedForbids);
                errors.UnionWith(answer.FailedPermits);
            }

            failedForbid ??= answer.FailedForbids.Count > 0 ? answer.FailedForbids[0] : null;
            unpermitted ??= answer.Permits.Count == 0 ? principal : null;
        }

        Denial? denial = (forbids, failedForbid, unpermitted) switch
        {
            ([BundlePolicy first, ..], _, _) => new Denial(DenyReasons.Forbidden, $"{first.Id} ({first.Position})", Advice(forbids)),
            (_, { } failure, _) => new Denial(DenyReasons.PolicyError, $"{failure.Id} ({failure.Position}) failed: {failure.Message}"),
            (_, _, { } principal) => new Denial(DenyReasons.NotPermitted, $"no permit is satisfied for {principal}"),
            _ => null,
        };
        return new DecisionContent
        {
            Effect = denial is null ? DecisionEffect.Permit : DecisionEffect.Deny,
            Denial = denial,
            Policies = policies,
            Errors = errors is null ? [] : [.. errors],
            Obligations = denial is null ? obligations : [],
        };
    }

    /// <summary>For a mapped array each element is asked about, and somebody who acts twice is asked twice.</summary>
    private static bool IsAskedTwice(IReadOnlyList<(EntityUid Principal, PolicyAnswer Answer)> answers) => answers.Count switch
    {
        1 => false,
        2 => answers[0].Principal.Equals(answers[1].Principal),
        _ => true,
    };

    /// <summary>A policy is told once for each principal; <paramref name="told"/> is null where it cannot come twice.</summary>
    private static void Add(List<DeterminingPolicy> policies, HashSet<(BundlePolicy, EntityUid)>? told, BundlePolicy policy, EntityUid principal)
    {
        if (told?.Add((policy, principal)) ?? true)
        {
            policies.Add(new DeterminingPolicy(policy.Id, policy.Position, policy.Policy.Effect, policy.Advice, principal, policy.IsShadow, policy.Notify));
        }
    }

    private static string? Advice(List<BundlePolicy> forbids)
    {
        string text = string.Join(' ', forbids.Where(static policy => policy.Advice is not null).Select(static policy => $"{policy.Advice} ({policy.Id})").Distinct());
        return text.Length == 0 ? null : text;
    }
}
