namespace AgentGuard.Cedar.Ast;

/// <summary>Does one thing to each kind of <see cref="Expression"/>.</summary>
/// <typeparam name="TResult">What it makes of a node.</typeparam>
public interface IExpressionVisitor<out TResult>
{
    /// <summary>Visits a <see cref="LiteralExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(LiteralExpression node);

    /// <summary>Visits a <see cref="VariableExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(VariableExpression node);

    /// <summary>Visits a <see cref="IfExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(IfExpression node);

    /// <summary>Visits a <see cref="AndExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(AndExpression node);

    /// <summary>Visits a <see cref="OrExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(OrExpression node);

    /// <summary>Visits a <see cref="UnaryExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(UnaryExpression node);

    /// <summary>Visits a <see cref="BinaryExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(BinaryExpression node);

    /// <summary>Visits a <see cref="GetAttributeExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(GetAttributeExpression node);

    /// <summary>Visits a <see cref="HasAttributeExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(HasAttributeExpression node);

    /// <summary>Visits a <see cref="LikeExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(LikeExpression node);

    /// <summary>Visits a <see cref="IsExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(IsExpression node);

    /// <summary>Visits a <see cref="SetExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(SetExpression node);

    /// <summary>Visits a <see cref="RecordExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(RecordExpression node);

    /// <summary>Visits a <see cref="ExtensionCallExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The result.</returns>
    TResult Visit(ExtensionCallExpression node);
}
