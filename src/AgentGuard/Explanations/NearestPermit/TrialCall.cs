using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Decides a call once more as if something were otherwise. Arguments go the whole way that a call's own go: binding, resource, origin, and the obligations
/// that change them. Facts and history are those of the call: nobody is asked again.
/// </summary>
internal sealed class TrialCall(IReadOnlyList<PolicyRound> rounds, AgentGuardOptions options, SearchBudget budget)
{
    private readonly PreparedCall _call = rounds[0].Call;
    private readonly TrialFacts _facts = new(rounds[^1]);

    /// <summary>What policies would say; null for a denial, and where the changes cannot be made or there is no budget to try them.</summary>
    public DecisionContent? Decide(IReadOnlyList<Change> changes)
    {
        if (!budget.TryTakeTrial() || Changed(changes) is not { } call || !_facts.TryChange(changes, out IReadOnlyList<IEntitySource>? entities))
        {
            return null;
        }

        List<Obligation> applied = [];
        for (int round = 0; round < CallDecision.MaxRounds; round++)
        {
            if (Ask(call, changes, entities) is not { Effect: DecisionEffect.Permit } content)
            {
                return null;
            }

            content = content with { Obligations = [.. applied.Union(content.Obligations)] };
            string before = call.Arguments.Digest;
            if (ArgumentObligations.TryApply(call, content.Obligations, options, out PreparedCall? changed) is not null)
            {
                return null;
            }

            if (changed!.Arguments.Digest == before)
            {
                return content;
            }

            call = changed;
            applied.AddRange(content.Obligations.Except(applied));
        }

        return null;
    }

    private DecisionContent? Ask(PreparedCall call, IReadOnlyList<Change> changes, IReadOnlyList<IEntitySource> entities)
    {
        IReadOnlyList<EntityUid> principals = rounds[0].Principals;
        if (!budget.TryTakeQuestions(entities.Count * principals.Count * call.Resources.Count) || _facts.ContextOf(call, changes) is not { } context)
        {
            return null;
        }

        List<(EntityUid, PolicyAnswer)> answers = [];
        foreach (IEntitySource source in entities)
        {
            if (ChainBounds.Check(call, context, source) is not null)
            {
                return null;
            }

            foreach (EntityUid principal in principals)
            {
                answers.AddRange(call.Resources.Select(resource =>
                    (principal, CedarDecisionPoint.Answer(new PolicyQuestion(principal, call.Tool.Id.Action, resource, context, source, call.Bundle)))));
            }
        }

        return PolicyMeet.Of(answers);
    }

    private PreparedCall? Changed(IReadOnlyList<Change> changes)
    {
        List<Change> own = [.. changes.Where(static change => change.Place.Kind == PlaceKind.Argument)];
        if (own.Count == 0)
        {
            return _call;
        }

        if (ArgumentChanges.Make(_call.Arguments.Json, own) is not { } arguments)
        {
            return null;
        }

        Denial? unfit = CallPreparation.TryBind(_call.Request, _call.Scope, _call.Bundle, _call.Tool, arguments, options, out PreparedCall? changed);

        // A grant may be for one resource and not for another, and nobody is asked again.
        return unfit is null && (changed!.Resources.SequenceEqual(_call.Resources) || !_facts.HasGrants) ? changed : null;
    }
}
