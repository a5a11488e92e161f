using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary><c>{a: T, …}</c>; names are distinct.</summary>
internal sealed record RecordTypeSyntax(IReadOnlyList<AttributeDeclaration> Attributes, SourceSpan Span) : TypeSyntax(Span);
