using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>left &amp;&amp; right</c>; the right side is evaluated only where the left is true.</summary>
/// <param name="Left">Left side.</param>
/// <param name="Right">Right side.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record AndExpression(Expression Left, Expression Right, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
