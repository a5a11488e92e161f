namespace AgentGuard.Cedar.Evaluation;

/// <summary>A policy under a key of the index, with what the key does not say of its head.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Principal">What remains to be tested of the principal; null for nothing.</param>
/// <param name="Resource">What remains to be tested of the resource; null for nothing.</param>
/// <param name="IsOneOfSeveral">Whether it is under other keys too, so that a request may come to it twice.</param>
internal readonly record struct Posting(CompiledPolicy Policy, ScopeTest? Principal, ScopeTest? Resource, bool IsOneOfSeveral);
