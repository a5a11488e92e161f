using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The entities that all plain calls of a chain see.</summary>
/// <param name="Bundle">The bundle's own; those of a newer bundle are others.</param>
/// <param name="Seen">The same with the chain's claims laid over them.</param>
internal sealed record ChainEntities(EntityStore Bundle, IEntitySource Seen);
