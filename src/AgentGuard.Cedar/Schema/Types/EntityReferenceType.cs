namespace AgentGuard.Cedar.Schema.Types;

/// <summary>A reference to an entity of one type.</summary>
internal sealed class EntityReferenceType(string name) : CedarType(0)
{
    /// <summary>The entity type with its namespaces.</summary>
    public string Name { get; } = name;
}
