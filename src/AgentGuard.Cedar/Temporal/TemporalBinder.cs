namespace AgentGuard.Cedar.Temporal;

/// <summary>A name that a condition binds, with the type that is declared for it: <c>(a: Long)</c>.</summary>
internal sealed record TemporalBinder(string Name, string Type);
