using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>A request of which not all is known yet: who and what, but not in which circumstances.</summary>
/// <param name="Principal">What policies call <c>principal</c>.</param>
/// <param name="Action">What policies call <c>action</c>.</param>
public sealed record PartialRequest(EntityUid Principal, EntityUid Action)
{
    /// <summary>What policies call <c>resource</c>; null where it may be anything of <see cref="ResourceType"/>.</summary>
    public EntityUid? Resource { get; init; }

    /// <summary>The type of the resource, where that is all that is known of it; null where not even that is.</summary>
    public string? ResourceType { get; init; }

    /// <summary>
    /// Whether the entities are those that a request will see. If not, any entity may have other attributes and tags and be in other entities; only what actions
    /// are in counts as known. Default true.
    /// </summary>
    public bool HasKnownEntities { get; init; } = true;

    /// <summary>Attributes that an entity may have or not, and with any value, whatever the entities say. None by default.</summary>
    public IReadOnlyCollection<string> UnknownAttributes { get; init; } = [];
}
