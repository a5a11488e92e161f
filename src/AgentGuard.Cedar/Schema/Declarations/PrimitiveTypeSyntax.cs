using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Schema.Types;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>A type that needs no resolution, <c>{"type": "Long"}</c> in JSON; the schema syntax only has names.</summary>
internal sealed record PrimitiveTypeSyntax(PrimitiveType Type, SourceSpan Span) : TypeSyntax(Span);
