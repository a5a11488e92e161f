using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>Why an entity or a request does not conform to a schema. Its form is that of diagnostics; no attribute's value is in it.</summary>
/// <param name="Entity">The entity; null where it is the request.</param>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Help">What to do about it, one line; null where there is nothing to suggest.</param>
public sealed record ConformanceFault(EntityUid? Entity, string Message, string? Help = null);
