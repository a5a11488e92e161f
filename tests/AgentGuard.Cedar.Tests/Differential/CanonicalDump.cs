using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Tests.Syntax;

namespace AgentGuard.Cedar.Tests.Differential;

/// <summary>The dump of a policy without what Cedar's JSON forgets: the order of annotations and of a record's names, and the brackets around one action.</summary>
internal static class CanonicalDump
{
    public static string Of(Policy policy) => SyntaxDump.Of(policy with
    {
        Action = policy.Action is { Constraint: ScopeConstraint.InAny, Entities.Count: 1 } ? policy.Action with { Constraint = ScopeConstraint.In } : policy.Action,
        Annotations = [.. policy.Annotations.OrderBy(annotation => annotation.Name, StringComparer.Ordinal)],
        Conditions = [.. policy.Conditions.Select(condition => condition with { Body = Sort(condition.Body) })],
    });

    private static Expression Sort(Expression expression) => expression switch
    {
        IfExpression node => new IfExpression(Sort(node.Condition), Sort(node.Then), Sort(node.Else), node.Span),
        AndExpression node => new AndExpression(Sort(node.Left), Sort(node.Right), node.Span),
        OrExpression node => new OrExpression(Sort(node.Left), Sort(node.Right), node.Span),
        UnaryExpression node => node with { Operand = Sort(node.Operand) },
        BinaryExpression node => node with { Left = Sort(node.Left), Right = Sort(node.Right) },
        GetAttributeExpression node => node with { Target = Sort(node.Target) },
        HasAttributeExpression node => node with { Target = Sort(node.Target) },
        LikeExpression node => node with { Target = Sort(node.Target) },
        IsExpression node => node with { Target = Sort(node.Target) },
        SetExpression node => node with { Elements = [.. node.Elements.Select(Sort)] },
        RecordExpression node => node with { Entries = [.. node.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Sort(entry.Value)))] },
        ExtensionCallExpression node => node with { Arguments = [.. node.Arguments.Select(Sort)] },
        _ => expression,
    };
}
