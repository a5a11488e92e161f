namespace AgentGuard.Cedar.Values;

/// <summary>A span of time, possibly negative.</summary>
/// <param name="Milliseconds">Its length in milliseconds.</param>
public readonly record struct CedarDuration(long Milliseconds);
