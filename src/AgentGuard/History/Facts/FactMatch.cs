namespace AgentGuard;

/// <summary>What an event must have in common with the call that is decided.</summary>
/// <param name="EventField">The event's field.</param>
/// <param name="CallField">The call's.</param>
internal sealed record FactMatch(string EventField, string CallField);
