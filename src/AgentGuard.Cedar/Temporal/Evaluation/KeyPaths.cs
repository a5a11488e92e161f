namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>The values of a request by which events are looked up: the same for many conditions, so that they are read once a request.</summary>
/// <param name="Number">Its place among those of one history.</param>
/// <param name="Paths">The paths of the values.</param>
internal sealed record KeyPaths(int Number, IReadOnlyList<string> Paths);
