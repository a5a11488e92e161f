using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace AgentGuard.Cedar.Values;

/// <summary>
/// A few entities over a base that is not copied: each replaces the base's entity of its uid, or is added. The
/// hierarchy is that of the whole: entities above and below those that are replaced belong to the base or the overlay alike.
/// Immutable, as long as the base is.
/// </summary>
public sealed class EntityOverlay : IEntitySource
{
    private readonly IEntitySource _base;
    private readonly Dictionary<EntityUid, Entity> _entities;

    // Overlaid entities that are not in what the base says they are in, and the base's entities below them.
    private readonly HashSet<EntityUid> _moved = [];
    private readonly ConcurrentDictionary<EntityUid, Entity>? _below;

    /// <summary>Lays entities over a base.</summary>
    /// <param name="source">The base, whose ancestors are closed.</param>
    /// <param name="entities">The entities. Their parents count; their ancestors are found anew.</param>
    /// <exception cref="EntityException">Two entities that differ have one uid, the whole has a cycle, or their ancestors are too many.</exception>
    public EntityOverlay(IEntitySource source, IEnumerable<Entity> entities)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(entities);
        _base = source;
        _entities = EntityStore.Index(entities);

        Ancestry ancestry = new(this, EntityStore.MaximumSteps);
        foreach (Entity entity in _entities.Values.ToArray())
        {
            EntityUid[] ancestors = ancestry.Of(entity);
            _entities[entity.Uid] = entity.WithAncestors(ancestors);
            ReadOnlySpan<EntityUid> before = _base.TryGetEntity(entity.Uid, out Entity? replaced) ? replaced.AncestorSpan : [];
            if (before.Length != ancestors.Length || !before.ToArray().ToHashSet().SetEquals(ancestors))
            {
                _moved.Add(entity.Uid);
            }
        }

        _below = _moved.Count > 0 ? new() : null;
    }

    /// <summary>Finds an entity. Allocates nothing, but when the overlay changes what the entity is in and it is asked for the first time.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="entity">The entity, or null.</param>
    /// <returns>True if overlay or base have it.</returns>
    /// <exception cref="EntityException">The entity's ancestors are too many.</exception>
    public bool TryGetEntity(EntityUid uid, [NotNullWhen(true)] out Entity? entity)
    {
        if (_entities.TryGetValue(uid, out entity))
        {
            return true;
        }

        if (!_base.TryGetEntity(uid, out entity))
        {
            return false;
        }

        if (_below is not null && IsBelowMoved(entity))
        {
            entity = _below.GetOrAdd(uid, static (_, found) => found.Overlay.Close(found.Entity), (Overlay: this, Entity: entity));
        }

        return true;
    }

    private Entity Close(Entity entity) =>
        entity.WithAncestors(new Ancestry(this, EntityStore.MaximumSteps).Of(entity));

    private bool IsBelowMoved(Entity entity)
    {
        foreach (EntityUid ancestor in entity.AncestorSpan)
        {
            if (_moved.Contains(ancestor))
            {
                return true;
            }
        }

        return false;
    }
}
