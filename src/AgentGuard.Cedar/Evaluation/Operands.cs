using AgentGuard.Cedar.Ast;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>The expressions that an expression stands on directly, as they are written from left to right.</summary>
internal sealed class Operands : IExpressionVisitor<IReadOnlyList<Expression>>
{
    private static readonly Operands s_instance = new();

    public static IReadOnlyList<Expression> Of(Expression expression) => expression.Accept(s_instance);

    public IReadOnlyList<Expression> Visit(LiteralExpression node) => [];

    public IReadOnlyList<Expression> Visit(VariableExpression node) => [];

    public IReadOnlyList<Expression> Visit(IfExpression node) => [node.Condition, node.Then, node.Else];

    public IReadOnlyList<Expression> Visit(AndExpression node) => [node.Left, node.Right];

    public IReadOnlyList<Expression> Visit(OrExpression node) => [node.Left, node.Right];

    public IReadOnlyList<Expression> Visit(UnaryExpression node) => [node.Operand];

    public IReadOnlyList<Expression> Visit(BinaryExpression node) => [node.Left, node.Right];

    public IReadOnlyList<Expression> Visit(GetAttributeExpression node) => [node.Target];

    public IReadOnlyList<Expression> Visit(HasAttributeExpression node) => [node.Target];

    public IReadOnlyList<Expression> Visit(LikeExpression node) => [node.Target];

    public IReadOnlyList<Expression> Visit(IsExpression node) => [node.Target];

    public IReadOnlyList<Expression> Visit(SetExpression node) => node.Elements;

    public IReadOnlyList<Expression> Visit(RecordExpression node) => [.. node.Entries.Select(entry => entry.Value)];

    public IReadOnlyList<Expression> Visit(ExtensionCallExpression node) => node.Arguments;
}
