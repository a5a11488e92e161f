using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What all information points together said about one call.</summary>
/// <param name="Attributes">Attributes by entity and name.</param>
/// <param name="Environment"><c>context.environment</c>: the host's own entries and those of information points.</param>
internal sealed record Information(IReadOnlyDictionary<EntityUid, Dictionary<string, Value>> Attributes, CedarRecord Environment);
