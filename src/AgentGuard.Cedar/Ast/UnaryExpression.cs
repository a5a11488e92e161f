using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>!operand</c>, <c>-operand</c> or <c>operand.isEmpty()</c>.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">Its operand.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record UnaryExpression(UnaryOperator Operator, Expression Operand, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
