using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Syntax;

/// <summary>An expression with the height of its tree and the number of its nodes, shared ones counted wherever they occur.</summary>
internal readonly record struct Sized(Expression Expression, int Depth, long Nodes)
{
    /// <summary>A leaf.</summary>
    internal static Sized Leaf(Expression expression) => new(expression, 1, 1);

    /// <summary>A node that stands on others.</summary>
    internal static Sized Of(Expression expression, ReadOnlySpan<Sized> children)
    {
        int depth = 0;
        long nodes = 1;
        foreach (Sized child in children)
        {
            depth = Math.Max(depth, child.Depth);
            nodes += child.Nodes;
        }

        return new Sized(expression, depth + 1, nodes);
    }
}
