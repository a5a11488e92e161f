using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary>An operator or built-in method with two operands.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Left">Left side, or the receiver.</param>
/// <param name="Right">Right side, or the argument.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record BinaryExpression(BinaryOperator Operator, Expression Left, Expression Right, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
