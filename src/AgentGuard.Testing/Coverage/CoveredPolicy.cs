namespace AgentGuard.Testing;

/// <summary>A policy, and what became of it in the scenarios that were played.</summary>
/// <param name="Policy">The policy: its id, place and effect, and whether it is only tried out.</param>
/// <param name="Use">What became of it.</param>
/// <param name="Conditions">The parts of its conditions in the order in which they are evaluated; <c>true</c> and <c>false</c> are none.</param>
public sealed record CoveredPolicy(BundlePolicy Policy, PolicyUse Use, IReadOnlyList<CoveredCondition> Conditions);
