using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Whether some call of a tool could pass, told from its policies alone. It follows the order of <see cref="PolicyMeet"/>: a forbid first, then a permit for each
/// principal. Of what is not known it believes the best, so that it never hides a tool of which a call would pass.
/// </summary>
internal static class PermitForecast
{
    public static bool Of(GuardParts guard, ToolDefinition tool, AgentScope scope)
    {
        PolicyBundle bundle = guard.Bundles.Current;
        if (CallPreparation.CheckChain(scope, guard.Options) is not null
            || CallPreparation.CheckTool(tool, bundle, out ToolEntry? entry) is not null
            || tool.Input.Root is null)
        {
            return false;
        }

        if (guard.DecisionPoint is not CedarDecisionPoint)
        {
            return true;
        }

        EntityOverlay entities = Entities(bundle, scope.Chain);
        return scope.Chain.Principals.Distinct().All(principal => CouldPass(bundle, Request(guard, entry!, scope.Chain, principal), entities));
    }

    private static PartialRequest Request(GuardParts guard, ToolEntry entry, DelegationChain chain, EntityUid principal) => new(principal, entry.Id.Action)
    {
        Resource = entry.Resource is null ? entry.Id.ToolsetEntity : null,
        ResourceType = entry.Resource?.Type,
        HasKnownEntities = !guard.Information.HasPoints,
        UnknownAttributes = chain.ClaimVariants == 1 ? [GuardAttributes.Grants] : [GuardAttributes.Grants, GuardAttributes.Claims],
    };

    private static EntityOverlay Entities(PolicyBundle bundle, DelegationChain chain) => new(
        bundle.Entities,
        chain.Principals.Distinct().Select(principal =>
        {
            Entity entity = bundle.Entities.TryGetEntity(principal, out Entity? known) ? known : new Entity(principal);
            return entity.WithAttributes(new CedarRecord(
            [
                .. entity.Attributes.Where(static attribute => attribute.Key != GuardAttributes.Claims),
                new(GuardAttributes.Claims, chain.ClaimsOf(principal)[0]),
            ]));
        }));

    private static bool CouldPass(PolicyBundle bundle, PartialRequest request, IEntitySource entities)
    {
        bool isPermitted = false;
        foreach (CompiledPolicy policy in bundle.PolicySet)
        {
            bool isForbid = policy.Policy.Effect == Effect.Forbid;
            if (!isForbid && isPermitted)
            {
                continue;
            }

            PossibleOutcomes outcomes = bundle.PolicySet.Foresee(request, entities, policy);
            if (isForbid && !outcomes.HasFlag(PossibleOutcomes.NotSatisfied) && !CanBeLifted(bundle.Policies[policy.Index], outcomes))
            {
                return false;
            }

            isPermitted |= !isForbid && outcomes.HasFlag(PossibleOutcomes.Satisfied);
        }

        return isPermitted;
    }

    /// <summary>One that fails denies, whatever would lift it.</summary>
    private static bool CanBeLifted(BundlePolicy forbid, PossibleOutcomes outcomes) => forbid.Obligations.Count > 0 && outcomes.HasFlag(PossibleOutcomes.Satisfied);
}
