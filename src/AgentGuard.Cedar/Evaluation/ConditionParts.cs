using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// What the conditions of a policy consist of: the expressions that stand between <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>if</c>.
/// An explanation tells of each that is reached what it came to, so a part that is in none was never reached.
/// </summary>
public static class ConditionParts
{
    /// <summary>Takes the conditions of a policy apart.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>The parts in the order in which they are evaluated; those of the head are not among them.</returns>
    public static IReadOnlyList<Expression> Of(Policy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return [.. policy.Conditions.SelectMany(condition => Of(condition.Body))];
    }

    private static IEnumerable<Expression> Of(Expression expression) => expression switch
    {
        AndExpression and => Of(and.Left).Concat(Of(and.Right)),
        OrExpression or => Of(or.Left).Concat(Of(or.Right)),
        UnaryExpression { Operator: UnaryOperator.Not } not => Of(not.Operand),
        IfExpression choice => Of(choice.Condition).Concat(Of(choice.Then)).Concat(Of(choice.Else)),
        _ => [expression],
    };
}
