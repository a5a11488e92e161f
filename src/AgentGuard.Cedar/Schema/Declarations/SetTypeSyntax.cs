using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary><c>Set&lt;T&gt;</c>.</summary>
internal sealed record SetTypeSyntax(TypeSyntax Element, SourceSpan Span) : TypeSyntax(Span);
