using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary>A call of an extension function, <c>ip("…")</c>, or method, <c>a.lessThan(b)</c>, whose receiver is the first argument.</summary>
/// <param name="Function">The function.</param>
/// <param name="Arguments">The arguments, as they were written: with a number other than the function takes, every evaluation is an error.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record ExtensionCallExpression(ExtensionFunction Function, IReadOnlyList<Expression> Arguments, SourceSpan Span) : Expression(Span)
{
    /// <inheritdoc/>
    public override TResult Accept<TResult>(IExpressionVisitor<TResult> visitor) => visitor.Visit(this);
}
