namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>What a call gives for a parameter, still to be read, and what the names in it mean.</summary>
/// <param name="Tokens">The tokens, with one for the end.</param>
/// <param name="Outer">The parameters of the macro in whose body the call stands; null outside of macros.</param>
internal sealed record TemporalArgument(IReadOnlyList<TemporalToken> Tokens, TemporalExpansion? Outer);
