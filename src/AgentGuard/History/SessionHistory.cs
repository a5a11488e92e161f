using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What a decision sees of a session: facts at one version.</summary>
/// <param name="Version">Grows with every change; a reservation made against an older version is refused.</param>
/// <param name="Facts"><c>context.history</c> without the facts that a bundle declares: <c>calls</c>, <c>denied</c>, <c>tools</c>, <c>counts</c> and <c>labels</c>.</param>
/// <param name="ConsecutiveRefusals">How many calls in a row were refused.</param>
/// <param name="StartedAt">When the session was first seen: what was not written before, it has not missed.</param>
public sealed record SessionHistory(long Version, CedarRecord Facts, int ConsecutiveRefusals, DateTimeOffset StartedAt);
