using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What information points said about one entity.</summary>
internal sealed class EntityFacts
{
    public Dictionary<string, Value> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>What it is directly in; null where nobody said.</summary>
    public IReadOnlyList<EntityUid>? Parents { get; private set; }

    /// <exception cref="InformationFailureException">Another point said something else.</exception>
    public void SetParents(EntityUid entity, IReadOnlyList<EntityUid> parents)
    {
        if (Parents is not null && !Parents.ToHashSet().SetEquals(parents))
        {
            throw new InformationFailureException($"two sources give different groups of `{entity}`");
        }

        Parents = parents;
    }
}
