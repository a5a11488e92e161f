using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary><c>{a: 1, "b": 2, …}</c>; keys are distinct.</summary>
/// <param name="Entries">Names and values in source order.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record RecordExpression(IReadOnlyList<KeyValuePair<string, Expression>> Entries, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
