using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>left || right</c>; the right side is evaluated only where the left is false.</summary>
/// <param name="Left">Left side.</param>
/// <param name="Right">Right side.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record OrExpression(Expression Left, Expression Right, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
