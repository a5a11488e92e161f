using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Facts from one information point: attributes of entities, and entries of <c>context.environment</c>.</summary>
public sealed class PolicyInformation
{
    private readonly List<(EntityUid Entity, string Name, Value Value)> _attributes = [];
    private readonly List<(EntityUid Entity, IReadOnlyList<EntityUid> Parents)> _parents = [];
    private readonly List<(string Name, Value Value)> _environment = [];

    /// <summary>No facts.</summary>
    public static PolicyInformation None => new();

    internal IReadOnlyList<(EntityUid Entity, string Name, Value Value)> Attributes => _attributes;

    internal IReadOnlyList<(EntityUid Entity, IReadOnlyList<EntityUid> Parents)> Parents => _parents;

    internal IReadOnlyList<(string Name, Value Value)> Environment => _environment;

    /// <summary>Adds an attribute of an entity; it replaces what <c>entities.json</c> says.</summary>
    /// <param name="entity">The entity: a principal, a resource, or anything that policies reach from them.</param>
    /// <param name="name">The attribute; <c>claims</c> and <c>grants</c> are the guard's own.</param>
    /// <param name="value">Its value.</param>
    /// <returns>These facts.</returns>
    /// <exception cref="ArgumentException">The name is one of the guard's own.</exception>
    public PolicyInformation With(EntityUid entity, string name, Value value)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name is GuardAttributes.Claims or GuardAttributes.Grants)
        {
            throw new ArgumentException($"`{name}` comes from the guard alone", nameof(name));
        }

        _attributes.Add((entity, name, value));
        return this;
    }

    /// <summary>Says which groups an entity is in, those and no others; it replaces what <c>entities.json</c> says.</summary>
    /// <param name="entity">The entity, such as a user or an approver.</param>
    /// <param name="parents">What it is directly in; none for nothing.</param>
    /// <returns>These facts.</returns>
    /// <exception cref="ArgumentException">The entity is an action: what groups a tool is in, the catalog alone says.</exception>
    public PolicyInformation WithParents(EntityUid entity, params IReadOnlyList<EntityUid> parents)
    {
        ArgumentNullException.ThrowIfNull(entity);
        ArgumentNullException.ThrowIfNull(parents);
        if (ActionEntities.IsActionType(entity.Type))
        {
            throw new ArgumentException($"`{entity}` is an action: what groups a tool is in, the catalog alone says", nameof(entity));
        }

        _parents.Add((entity, [.. parents]));
        return this;
    }

    /// <summary>Adds an entry of <c>context.environment</c>.</summary>
    /// <param name="name">The entry's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>These facts.</returns>
    public PolicyInformation WithEnvironment(string name, Value value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        _environment.Add((name, value));
        return this;
    }
}
