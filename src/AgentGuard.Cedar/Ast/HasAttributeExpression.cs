using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>target has attribute</c>.</summary>
/// <param name="Target">An entity or record.</param>
/// <param name="Attribute">The name, unescaped.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record HasAttributeExpression(Expression Target, string Attribute, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
