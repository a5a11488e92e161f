using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// What stands in the way of a call, and what would take it out of the way: forbids that are satisfied or failed, principals without a permit, bounds of hops.
/// A forbid that a yes would lift may be lifted or avoided. All obstacles must go, so the alternatives of each are combined.
/// </summary>
internal sealed class Obstacles(PolicyRound round, bool canBeLifted, SearchBudget budget)
{
    private readonly Dictionary<CompiledPolicy, IReadOnlyList<ChangeSet>> _avoided = [];
    private readonly AuthorizationResult _result = new();
    private IReadOnlyList<ChangeSet> _sets = ChangeSets.Nothing;

    /// <summary>The sets of changes that may let the call pass, the smallest first; none has been tried.</summary>
    public IReadOnlyList<ChangeSet> Find()
    {
        PreparedCall call = round.Call;
        foreach (IEntitySource entities in round.Entities)
        {
            foreach (EntityUid principal in round.Principals)
            {
                foreach (EntityUid resource in call.Resources)
                {
                    call.Bundle.PolicySet.Authorize(new CedarRequest(principal, call.Tool.Id.Action, resource, round.Context), entities, _result);
                    PolicyChanges changes = new(round, call.Bundle.PolicySet, principal, resource, entities, budget);
                    Add(changes, call.Bundle.Policies, call.Bundle.ToolPolicies.PermitsOf(call.Tool));
                }
            }

            AddBounds(entities);
        }

        return _sets;
    }

    private void AddBounds(IEntitySource entities)
    {
        foreach (Hop hop in round.Call.Scope.Chain.Hops)
        {
            if (hop.Bounds?.PolicySet is not { } policies)
            {
                continue;
            }

            foreach (EntityUid resource in round.Call.Resources)
            {
                policies.Authorize(new CedarRequest(hop.Principal, round.Call.Tool.Id.Action, resource, round.Context), entities, _result);
                PolicyChanges changes = new(round, policies, hop.Principal, resource, entities, budget);
                Add(changes, named: null, [.. policies.Where(static policy => policy.Policy.Effect == Effect.Permit)]);
            }
        }
    }

    /// <summary>Adds what stands in the way of one question.</summary>
    /// <param name="changes">What would make policies say something else to it.</param>
    /// <param name="named">The policies with their obligations; null where nothing lifts them.</param>
    /// <param name="permits">Those that might permit.</param>
    private void Add(PolicyChanges changes, IReadOnlyList<BundlePolicy>? named, IReadOnlyList<CompiledPolicy> permits)
    {
        foreach (CompiledPolicy forbid in _result.Forbids)
        {
            IReadOnlyList<Obligation> obligations = named?[forbid.Index].Obligations ?? [];
            if (obligations.Count == 0)
            {
                Combine(Avoid(forbid, changes));
            }
            else if (obligations.Any(static obligation => obligation is ApprovalObligation))
            {
                IReadOnlyList<ChangeSet> lifted = canBeLifted ? [ChangeSet.OfYeses(Yeses.Of(obligations))] : [];
                Combine(ChangeSets.Either(lifted, Avoid(forbid, changes)));
            }
        }

        foreach (PolicyError error in _result.Errors)
        {
            if (error.Policy.Policy.Effect == Effect.Forbid)
            {
                Combine(Avoid(error.Policy, changes));
            }
        }

        if (_result.Permits.IsEmpty && _sets.Count > 0)
        {
            Combine(permits.Aggregate<CompiledPolicy, IReadOnlyList<ChangeSet>>([], (sets, permit) => ChangeSets.Either(sets, changes.ToSatisfy(permit.Policy))));
        }
    }

    /// <summary>Arguments and facts are the same for all principals; what is changed about a principal is changed about this one alone.</summary>
    private IReadOnlyList<ChangeSet> Avoid(CompiledPolicy forbid, PolicyChanges changes)
    {
        if (_avoided.TryGetValue(forbid, out IReadOnlyList<ChangeSet>? known))
        {
            return known;
        }

        IReadOnlyList<ChangeSet> sets = _sets.Count == 0 ? [] : changes.ToAvoid(forbid.Policy);
        if (sets.All(static set => set.Changes.All(static change => change.Place.Kind != PlaceKind.Principal)))
        {
            _avoided.Add(forbid, sets);
        }

        return sets;
    }

    private void Combine(IReadOnlyList<ChangeSet> sets) => _sets = ChangeSets.Both(_sets, sets);
}
