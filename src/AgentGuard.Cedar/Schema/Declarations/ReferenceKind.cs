namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>What the name of a type may refer to.</summary>
internal enum ReferenceKind
{
    /// <summary>A common type, or else an entity type.</summary>
    Either,

    /// <summary>A common type only.</summary>
    Common,

    /// <summary>An entity type only.</summary>
    Entity,
}
