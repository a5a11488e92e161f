using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What all information points together said about one call.</summary>
/// <param name="Entities">What is known of entities beyond what the bundle says.</param>
/// <param name="Environment"><c>context.environment</c>: the host's own entries and those of information points.</param>
internal sealed record Information(IReadOnlyDictionary<EntityUid, EntityFacts> Entities, CedarRecord Environment);
