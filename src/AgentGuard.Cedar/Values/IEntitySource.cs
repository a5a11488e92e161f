using System.Diagnostics.CodeAnalysis;

namespace AgentGuard.Cedar.Values;

/// <summary>Where an evaluation finds its entities. The ancestors of every entity that it gives are transitively closed.</summary>
public interface IEntitySource
{
    /// <summary>Finds an entity.</summary>
    /// <param name="uid">Its uid.</param>
    /// <param name="entity">The entity, or null.</param>
    /// <returns>True if the source has it.</returns>
    bool TryGetEntity(EntityUid uid, [NotNullWhen(true)] out Entity? entity);
}
