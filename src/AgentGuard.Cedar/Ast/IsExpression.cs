using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>target is Type</c>; <c>is Type in …</c> is an <see cref="AndExpression"/> of both.</summary>
/// <param name="Target">An entity.</param>
/// <param name="EntityType">The type with its namespaces.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record IsExpression(Expression Target, string EntityType, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
