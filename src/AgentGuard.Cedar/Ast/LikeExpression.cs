using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>target like "pattern"</c>.</summary>
/// <param name="Target">The text.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record LikeExpression(Expression Target, Pattern Pattern, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
