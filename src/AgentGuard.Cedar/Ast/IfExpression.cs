using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>if … then … else …</c>.</summary>
/// <param name="Condition">Decides.</param>
/// <param name="Then">The value when the condition is true.</param>
/// <param name="Else">The value when it is false.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record IfExpression(Expression Condition, Expression Then, Expression Else, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
