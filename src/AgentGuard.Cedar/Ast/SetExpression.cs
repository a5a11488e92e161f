using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>[a, b, …]</c>.</summary>
/// <param name="Elements">The elements in source order.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record SetExpression(IReadOnlyList<Expression> Elements, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
