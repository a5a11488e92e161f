using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What policies were asked about a call, and what came of it; obligations that change arguments make for a second round.</summary>
/// <param name="Call">The call with the arguments of the round.</param>
/// <param name="Principals">Who answers for it.</param>
/// <param name="Context"><c>context</c>.</param>
/// <param name="Entities">The entities, once for each way in which the chain's principals are to be seen.</param>
/// <param name="Content">What was decided.</param>
internal sealed record PolicyRound(
    PreparedCall Call,
    IReadOnlyList<EntityUid> Principals,
    CedarRecord Context,
    IReadOnlyList<IEntitySource> Entities,
    DecisionContent Content);
