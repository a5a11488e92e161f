using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace AgentGuard.Cedar.Values;

/// <summary>Entities by uid, their ancestors transitively closed. Immutable.</summary>
public sealed class EntityStore : IEntitySource, IReadOnlyCollection<Entity>
{
    /// <summary>How many steps from entities to parents a store takes at most to close its ancestors, which bounds its memory.</summary>
    public const int MaximumSteps = 1 << 22;

    private readonly Dictionary<EntityUid, Entity> _entities;

    /// <summary>Holds entities. Parents that are not among them are allowed.</summary>
    /// <param name="entities">The entities. One may be there several times if it says the same each time.</param>
    /// <exception cref="EntityException">Two entities that differ have one uid, the entities form a cycle, or their ancestors are too many.</exception>
    public EntityStore(IEnumerable<Entity> entities)
    {
        ArgumentNullException.ThrowIfNull(entities);
        _entities = Index(entities);

        // The walk looks at parents only, so that it does not matter which entities are closed already.
        Ancestry ancestry = new(this, MaximumSteps);
        foreach (Entity entity in _entities.Values.ToArray())
        {
            EntityUid[] ancestors = ancestry.Of(entity);
            if (ancestors.Length != entity.Ancestors.Count || !ancestors.AsSpan().SequenceEqual(entity.AncestorSpan))
            {
                _entities[entity.Uid] = entity.WithAncestors(ancestors);
            }
        }
    }

    /// <summary>The store without entities.</summary>
    public static EntityStore Empty { get; } = new([]);

    /// <summary>How many entities it holds.</summary>
    public int Count => _entities.Count;

    /// <summary>Finds an entity. Allocates nothing; takes constant time.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="entity">The entity, or null.</param>
    /// <returns>True if the store has it.</returns>
    public bool TryGetEntity(EntityUid uid, [NotNullWhen(true)] out Entity? entity) => _entities.TryGetValue(uid, out entity);

    /// <summary>The entities by uid, each once.</summary>
    /// <exception cref="EntityException">Two that differ have one uid.</exception>
    internal static Dictionary<EntityUid, Entity> Index(IEnumerable<Entity> entities)
    {
        Dictionary<EntityUid, Entity> index = [];
        foreach (Entity entity in entities)
        {
            if (!index.TryAdd(entity.Uid, entity) && !index[entity.Uid].IsSameAs(entity))
            {
                throw new EntityException($"`{entity.Uid}` stands for two entities that differ", entity.Uid);
            }
        }

        return index;
    }

    /// <summary>The entities, in no order that means anything.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<Entity> GetEnumerator() => _entities.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
