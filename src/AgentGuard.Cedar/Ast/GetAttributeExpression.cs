using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>target.attribute</c> or <c>target["attribute"]</c>.</summary>
/// <param name="Target">An entity or record.</param>
/// <param name="Attribute">The name, unescaped.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record GetAttributeExpression(Expression Target, string Attribute, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
