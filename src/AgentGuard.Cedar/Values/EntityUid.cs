namespace AgentGuard.Cedar.Values;

/// <summary>The name of an entity: a type and an id, written <c>Type::"id"</c>. Equality is ordinal.</summary>
public sealed class EntityUid : IEquatable<EntityUid>
{
    private readonly int _hash;

    /// <summary>Names an entity.</summary>
    /// <param name="type">The entity type with its namespaces, <c>Ns::User</c>.</param>
    /// <param name="id">Any text, unescaped.</param>
    /// <exception cref="ArgumentException">The type is not a Cedar name, or a text holds a lone surrogate.</exception>
    public EntityUid(string type, string id)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(id);
        if (!Names.IsTypeName(type))
        {
            throw new ArgumentException($"`{type}` is not an entity type", nameof(type));
        }

        UnicodeText.ThrowIfMalformed(id, "an entity id");
        Type = type;
        Id = id;
        _hash = HashCode.Combine(string.GetHashCode(type, StringComparison.Ordinal), string.GetHashCode(id, StringComparison.Ordinal));
    }

    /// <summary>The entity type with its namespaces.</summary>
    public string Type { get; }

    /// <summary>The id, unescaped.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public bool Equals(EntityUid? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Id == other.Id && Type == other.Type);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EntityUid);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>The uid as Cedar writes it, escaped.</summary>
    /// <returns><c>Type::"id"</c>.</returns>
    public override string ToString() => $"{Type}::\"{UnicodeText.Escape(Id)}\"";
}
