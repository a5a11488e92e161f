namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>What an action applies to.</summary>
/// <param name="Principals">Entity types of the principal.</param>
/// <param name="Resources">Entity types of the resource.</param>
/// <param name="Context">The type of the context; null for an empty record.</param>
internal sealed record AppliesTo(IReadOnlyList<TypeName> Principals, IReadOnlyList<TypeName> Resources, TypeSyntax? Context);
