using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What would make a policy hold, or not hold, for one question: alternatives, of which each is a set of changes.</summary>
internal sealed class PolicyChanges(PolicyRound round, PolicySet policies, EntityUid principal, EntityUid resource, IEntitySource entities, SearchBudget budget)
{
    private readonly CedarRequest _request = new(principal, round.Call.Tool.Id.Action, resource, round.Context);
    private readonly LeafChanges _leaves = new(round, policies, new CedarRequest(principal, round.Call.Tool.Id.Action, resource, round.Context), entities);

    /// <summary>What would satisfy a policy.</summary>
    public IReadOnlyList<ChangeSet> ToSatisfy(Policy policy)
    {
        if (!ScopeMembership.Holds(policy.Action, _request.Action, entities))
        {
            return [];
        }

        IReadOnlyList<ChangeSet> sets = ChangeSets.Both(
            ToMeet(policy.Principal, principal, isPrincipal: true),
            ToMeet(policy.Resource, resource, isPrincipal: false));
        foreach (Condition condition in policy.Conditions)
        {
            sets = sets.Count == 0 ? sets : ChangeSets.Both(sets, Of(policy, condition.Body, !condition.IsUnless));
        }

        return sets;
    }

    /// <summary>What would make a policy that is satisfied, or fails, say nothing.</summary>
    public IReadOnlyList<ChangeSet> ToAvoid(Policy policy) => policy.Conditions.Aggregate(
        ChangeSets.Of(_leaves.OfOtherHead(policy.Resource)),
        (sets, condition) => ChangeSets.Either(sets, Of(policy, condition.Body, condition.IsUnless)));

    private IReadOnlyList<ChangeSet> ToMeet(Scope scope, EntityUid uid, bool isPrincipal) =>
        ScopeMembership.Holds(scope, uid, entities) ? ChangeSets.Nothing : ChangeSets.Of(_leaves.OfHead(scope, uid, isPrincipal));

    private IReadOnlyList<ChangeSet> Of(Policy policy, Expression expression, bool wanted)
    {
        switch (expression)
        {
            case AndExpression and:
                return Of(policy, and.Left, and.Right, wanted, areNeededTogether: wanted);
            case OrExpression or:
                return Of(policy, or.Left, or.Right, wanted, areNeededTogether: !wanted);
            case UnaryExpression { Operator: UnaryOperator.Not } not:
                return Of(policy, not.Operand, !wanted);
            case IfExpression choice:
                return Test(choice.Condition) is { } isThen ? Of(policy, isThen ? choice.Then : choice.Else, wanted) : [];
            default:
                // Out of budget, nothing is known and nothing is offered.
                return !budget.TryTakePart() ? []
                    : Test(expression) == wanted ? ChangeSets.Nothing
                    : ChangeSets.Of(_leaves.Of(policy, expression, wanted));
        }
    }

    private IReadOnlyList<ChangeSet> Of(Policy policy, Expression left, Expression right, bool wanted, bool areNeededTogether)
    {
        IReadOnlyList<ChangeSet> first = Of(policy, left, wanted);
        return areNeededTogether
            ? first.Count == 0 ? first : ChangeSets.Both(first, Of(policy, right, wanted))
            : ChangeSets.Either(first, Of(policy, right, wanted));
    }

    private bool? Test(Expression expression) =>
        _leaves.Evaluate(expression) is { Kind: ValueKind.Boolean } value ? value.AsBoolean : null;
}
