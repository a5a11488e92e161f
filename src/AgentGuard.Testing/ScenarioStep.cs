namespace AgentGuard.Testing;

/// <summary>A step, and where it stands; the place is null where it is written in code.</summary>
internal readonly record struct ScenarioStep(Func<ScenarioRun, Task> Run, string? Place);
