using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Goes through every policy once more for a call that has been decided.</summary>
internal sealed class PolicyConsiderations
{
    // A list of a thousand resources times a thousand policies would be told to nobody's use.
    private const int MaxResources = 8;

    private readonly PolicyRound _round;
    private readonly List<PolicyConsideration> _found = [];
    private readonly HashSet<Policy> _forOtherTools = [];

    private PolicyConsiderations(PolicyRound round) => _round = round;

    /// <summary>
    /// The policies as they were in the last round; but one whose obligation changed the arguments, so that it is satisfied no more, as it was when it did.
    /// </summary>
    public static IReadOnlyList<PolicyConsideration> Of(IReadOnlyList<PolicyRound> rounds)
    {
        if (rounds.Count == 0)
        {
            return [];
        }

        List<PolicyConsideration> all = new PolicyConsiderations(rounds[^1]).Consider();
        foreach (PolicyRound earlier in rounds.SkipLast(1).Reverse())
        {
            foreach (PolicyConsideration lifted in new PolicyConsiderations(earlier).Consider().Where(IsConditional))
            {
                int same = all.FindIndex(now => now.Policy == lifted.Policy && now.Principal.Equals(lifted.Principal) && now.Resource.Equals(lifted.Resource));
                if (same >= 0 && all[same].Outcome != PolicyOutcome.Satisfied)
                {
                    all[same] = lifted;
                }
            }
        }

        return all;
    }

    private static bool IsConditional(PolicyConsideration policy) => policy is { Outcome: PolicyOutcome.Satisfied, Policy.Obligations.Count: > 0 };

    private List<PolicyConsideration> Consider()
    {
        PreparedCall call = _round.Call;
        foreach (IEntitySource entities in _round.Entities)
        {
            foreach (EntityUid principal in _round.Principals)
            {
                foreach (EntityUid resource in call.Resources.Take(MaxResources))
                {
                    Consider(call.Bundle.PolicySet, call.Bundle.Policies, principal, resource, entities, isBound: false);
                    Consider(call.Bundle.ShadowPolicySet, call.Bundle.ShadowPolicies, principal, resource, entities, isBound: false);
                }
            }
        }

        foreach (Hop hop in call.Scope.Chain.Hops.Where(static hop => hop.Bounds is not null))
        {
            foreach (EntityUid resource in call.Resources.Take(MaxResources))
            {
                Consider(hop.Bounds!.PolicySet, hop.Bounds.Policies, hop.Principal, resource, _round.Entities[0], isBound: true);
            }
        }

        return _found;
    }

    private void Consider(
        PolicySet policies, IReadOnlyList<BundlePolicy> named, EntityUid principal, EntityUid resource, IEntitySource entities, bool isBound)
    {
        PreparedCall call = _round.Call;
        AuthorizationResult result = policies.Authorize(new CedarRequest(principal, call.Tool.Id.Action, resource, _round.Context), entities);
        HashSet<int> satisfied = [];
        foreach (CompiledPolicy policy in result.Permits)
        {
            satisfied.Add(policy.Index);
        }

        foreach (CompiledPolicy policy in result.Forbids)
        {
            satisfied.Add(policy.Index);
        }

        Dictionary<int, string> failed = [];
        foreach (PolicyError error in result.Errors)
        {
            failed.Add(error.Policy.Index, call.Tool.SensitivePointers.Count == 0 ? error.Error.Message : SensitiveText.MaskedError);
        }

        EntityUid visible = PreparedCall.Visible([resource], call.HasSensitiveResource)[0];
        foreach (CompiledPolicy policy in policies)
        {
            if (_forOtherTools.Contains(policy.Policy))
            {
                continue;
            }

            IReadOnlyList<PolicyPart> parts = PolicyParts.Of(call, policies, policy, principal, resource, _round.Context, entities);
            PolicyConsideration consideration = new(named[policy.Index], principal, visible, Outcome(policy.Index), parts)
            {
                Error = failed.GetValueOrDefault(policy.Index),
                IsBound = isBound,
            };
            _found.Add(consideration);
            if (consideration.IsForOtherTools)
            {
                _forOtherTools.Add(policy.Policy);
            }

            PolicyOutcome Outcome(int index) =>
                satisfied.Contains(index) ? PolicyOutcome.Satisfied
                : failed.ContainsKey(index) ? PolicyOutcome.Failed
                : parts is [.., { IsHead: true }] ? PolicyOutcome.OutOfScope
                : PolicyOutcome.ConditionFalse;
        }
    }
}
