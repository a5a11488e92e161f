using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>A policy as the expressions that must all hold: those of its head, then its clauses.</summary>
internal static class PolicyConditions
{
    public static List<Expression> Of(Policy policy)
    {
        List<Expression> conditions = [];
        AddScope(conditions, Variable.Principal, policy.Principal);
        AddScope(conditions, Variable.Action, policy.Action);
        AddScope(conditions, Variable.Resource, policy.Resource);
        foreach (Condition condition in policy.Conditions)
        {
            conditions.Add(condition.IsUnless ? new UnaryExpression(UnaryOperator.Not, condition.Body, condition.Body.Span) : condition.Body);
        }

        return conditions;
    }

    private static void AddScope(List<Expression> conditions, Variable variable, Scope scope)
    {
        VariableExpression subject = new(variable, scope.Span);
        if (scope.EntityType is { } type)
        {
            conditions.Add(new IsExpression(subject, type, scope.Span));
        }

        switch (scope.Constraint)
        {
            case ScopeConstraint.Equal:
                conditions.Add(new BinaryExpression(BinaryOperator.Equal, subject, Literal(scope.Entities[0]), scope.Span));
                break;
            case ScopeConstraint.In or ScopeConstraint.IsIn:
                conditions.Add(new BinaryExpression(BinaryOperator.In, subject, Literal(scope.Entities[0]), scope.Span));
                break;
            case ScopeConstraint.InAny:
                SetExpression entities = new([.. scope.Entities.Select(Literal)], scope.Span);
                conditions.Add(new BinaryExpression(BinaryOperator.In, subject, entities, scope.Span));
                break;
        }

        LiteralExpression Literal(EntityUid uid) => new(uid, scope.Span);
    }
}
