namespace AgentGuard.Cedar.Values;

/// <summary>
/// Walks from entities up through their parents, one entity after the other. Iterative, because a chain of parents is
/// as long as its author likes, and bounded over all walks together.
/// </summary>
internal sealed class Ancestry(IEntitySource source, int maximumSteps)
{
    private readonly Dictionary<EntityUid, EntityUid> _reachedFrom = [];
    private readonly List<EntityUid> _order = [];
    private int _steps;

    /// <summary>Everything that an entity is in, parents first.</summary>
    /// <exception cref="EntityException">The entity is in itself, or the walks have become too long.</exception>
    public EntityUid[] Of(Entity entity)
    {
        _reachedFrom.Clear();
        _order.Clear();
        Reach(entity, entity.Uid);
        for (int i = 0; i < _order.Count; i++)
        {
            if (source.TryGetEntity(_order[i], out Entity? ancestor))
            {
                Reach(ancestor, entity.Uid);
            }
        }

        return [.. _order];
    }

    private void Reach(Entity child, EntityUid start)
    {
        foreach (EntityUid parent in child.ParentSpan)
        {
            if (++_steps > maximumSteps)
            {
                throw new EntityException($"the entities have more than {maximumSteps} ancestors in all", start);
            }

            if (parent.Equals(start))
            {
                throw new EntityException($"the entities form a cycle: `{Cycle(child.Uid, start)}`", start);
            }

            if (_reachedFrom.TryAdd(parent, child.Uid))
            {
                _order.Add(parent);
            }
        }
    }

    private string Cycle(EntityUid last, EntityUid start)
    {
        const int longest = 8;
        List<string> names = [$"{start}"];
        for (EntityUid uid = last; !uid.Equals(start); uid = _reachedFrom[uid])
        {
            names.Insert(0, names.Count < longest ? $"{uid}" : "…");
            if (names.Count > longest)
            {
                break;
            }
        }

        return $"{start} in {string.Join(" in ", names)}";
    }
}
