using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What a decision sees of a session: facts at one version.</summary>
/// <param name="Version">Grows with every change; a reservation made against an older version is refused.</param>
/// <param name="Facts"><c>context.history</c>: <c>calls</c>, <c>denied</c>, <c>tools</c>, <c>counts</c> and <c>labels</c>.</param>
/// <param name="ConsecutiveRefusals">How many calls in a row were refused.</param>
public sealed record SessionHistory(long Version, CedarRecord Facts, int ConsecutiveRefusals);
