namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>One call of a macro.</summary>
/// <param name="Arguments">The arguments by their parameters.</param>
/// <param name="Number">Tells the fresh names of one expansion from those of another.</param>
/// <param name="Depth">How many calls it stands in.</param>
internal sealed record TemporalExpansion(IReadOnlyDictionary<string, TemporalArgument> Arguments, int Number, int Depth);
