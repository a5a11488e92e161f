namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>A name.</summary>
internal sealed record NamedTypeSyntax(TypeName Name, ReferenceKind Kind) : TypeSyntax(Name.Span);
