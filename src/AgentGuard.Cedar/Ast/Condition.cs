using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary>A <c>when</c> or <c>unless</c> clause.</summary>
/// <param name="IsUnless">True for <c>unless</c>: the body must be false.</param>
/// <param name="Body">The expression; anything but a boolean is an error.</param>
/// <param name="Span">Where the clause stands in the source.</param>
public sealed record Condition(bool IsUnless, Expression Body, SourceSpan Span);
