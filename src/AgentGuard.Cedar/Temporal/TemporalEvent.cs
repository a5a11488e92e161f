using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal;

/// <summary>One thing that happened.</summary>
/// <param name="At">When, in the unit of the windows; never before the event that stands before it.</param>
/// <param name="Action">The action that it is about.</param>
/// <param name="Kind">Its kind, such as <c>request</c>.</param>
/// <param name="Fields">What is known of it, by dotted paths; a group stands there as a whole, too.</param>
internal sealed record TemporalEvent(long At, EntityUid Action, string Kind, IReadOnlyDictionary<string, TemporalValue> Fields);
