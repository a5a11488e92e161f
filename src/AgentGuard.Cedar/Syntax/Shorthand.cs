using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Syntax;

/// <summary>
/// Finds the short forms that the parser took apart. It made both sides of the conjunction share their left operand, so that is
/// what tells <c>e is T in f</c> from a conjunction that the author wrote out.
/// </summary>
internal static class Shorthand
{
    /// <summary>Whether a conjunction is <c>e is T in f</c>, and its parts.</summary>
    internal static bool IsTypeAndMembership(AndExpression node, out IsExpression test, out Expression membership)
    {
        if (node is { Left: IsExpression left, Right: BinaryExpression { Operator: BinaryOperator.In } right } && ReferenceEquals(left.Target, right.Left))
        {
            (test, membership) = (left, right.Right);
            return true;
        }

        (test, membership) = (null!, null!);
        return false;
    }

    /// <summary>Whether a conjunction is <c>e has a.b.c</c>: then its target <c>e</c> and the names; else no names.</summary>
    internal static (Expression Target, IReadOnlyList<string> Names) AttributePath(AndExpression node)
    {
        List<string> names = [];
        Expression rest = node;
        while (rest is AndExpression { Right: HasAttributeExpression { Target: GetAttributeExpression get } has } and)
        {
            Expression before = and.Left is AndExpression inner ? inner.Right : and.Left;
            if (before is not HasAttributeExpression previous || previous.Attribute != get.Attribute || !ReferenceEquals(previous.Target, get.Target))
            {
                return (node, []);
            }

            names.Add(has.Attribute);
            rest = and.Left;
        }

        if (rest is not HasAttributeExpression first)
        {
            return (node, []);
        }

        names.Add(first.Attribute);
        names.Reverse();
        return (first.Target, names);
    }
}
