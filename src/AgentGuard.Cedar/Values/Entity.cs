namespace AgentGuard.Cedar.Values;

/// <summary>An entity: a uid with attributes, tags and parents. Immutable.</summary>
public sealed class Entity
{
    // Up to here comparing with each ancestor is faster than hashing.
    private const int LinearLimit = 8;

    private readonly EntityUid[] _parents;
    private readonly EntityUid[] _ancestors;
    private readonly HashSet<EntityUid>? _lookup;

    /// <summary>Makes an entity that stands alone: until it is in an <see cref="EntityStore"/>, its ancestors are its parents.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="attributes">Its attributes; null for none.</param>
    /// <param name="parents">What it is directly in; null for nothing. Duplicates fall together.</param>
    /// <param name="tags">Its tags; null for none.</param>
    public Entity(EntityUid uid, CedarRecord? attributes = null, IEnumerable<EntityUid>? parents = null, CedarRecord? tags = null)
        : this(uid, attributes ?? CedarRecord.Empty, [.. (parents ?? []).Distinct()], tags ?? CedarRecord.Empty, null)
    {
        ArgumentNullException.ThrowIfNull(uid);
    }

    private Entity(EntityUid uid, CedarRecord attributes, EntityUid[] parents, CedarRecord tags, EntityUid[]? ancestors)
    {
        Uid = uid;
        Attributes = attributes;
        Tags = tags;
        _parents = parents;
        _ancestors = ancestors ?? parents;
        _lookup = _ancestors.Length > LinearLimit ? [.. _ancestors] : null;
    }

    /// <summary>Its uid.</summary>
    public EntityUid Uid { get; }

    /// <summary>Its attributes.</summary>
    public CedarRecord Attributes { get; }

    /// <summary>Its tags.</summary>
    public CedarRecord Tags { get; }

    /// <summary>What it is directly in.</summary>
    public IReadOnlyCollection<EntityUid> Parents => _parents;

    /// <summary>Everything that it is in, directly or not, without itself.</summary>
    public IReadOnlyCollection<EntityUid> Ancestors => _ancestors;

    /// <summary>Whether it is in another entity, directly or not; it is not in itself. Allocates nothing; takes constant time.</summary>
    /// <param name="ancestor">The other entity.</param>
    /// <returns>True if it is.</returns>
    public bool IsDescendantOf(EntityUid ancestor)
    {
        ArgumentNullException.ThrowIfNull(ancestor);
        if (_lookup is not null)
        {
            return _lookup.Contains(ancestor);
        }

        foreach (EntityUid candidate in _ancestors)
        {
            if (candidate.Equals(ancestor))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same entity with other attributes.</summary>
    /// <param name="attributes">All its attributes.</param>
    /// <returns>An entity with the same uid, tags, parents and ancestors.</returns>
    public Entity WithAttributes(CedarRecord attributes)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        return new(Uid, attributes, _parents, Tags, _ancestors);
    }

    /// <summary>The uid as Cedar writes it.</summary>
    /// <returns><c>Type::"id"</c>.</returns>
    public override string ToString() => Uid.ToString();

    internal ReadOnlySpan<EntityUid> ParentSpan => _parents;

    internal ReadOnlySpan<EntityUid> AncestorSpan => _ancestors;

    internal Entity WithAncestors(EntityUid[] ancestors) => new(Uid, Attributes, _parents, Tags, ancestors);

    /// <summary>Whether two entities say the same, whatever is known of their ancestors.</summary>
    internal bool IsSameAs(Entity other) =>
        Uid.Equals(other.Uid)
        && Attributes.Equals(other.Attributes)
        && Tags.Equals(other.Tags)
        && _parents.Length == other._parents.Length
        && _parents.ToHashSet().SetEquals(other._parents);
}
