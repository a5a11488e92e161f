namespace AgentGuard.Cedar.Values;

/// <summary>An instant.</summary>
/// <param name="Milliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct CedarDateTime(long Milliseconds);
