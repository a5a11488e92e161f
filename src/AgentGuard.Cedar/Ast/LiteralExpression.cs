using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Ast;

/// <summary>A boolean, integer, string or entity literal.</summary>
/// <param name="Value">The value.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record LiteralExpression(Value Value, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
