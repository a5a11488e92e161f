namespace AgentGuard.Cedar.Evaluation;

/// <summary>A policy that could not be evaluated. Cedar skips it; a guard must not skip a forbid.</summary>
/// <param name="Policy">The policy; its effect says what was skipped.</param>
/// <param name="Error">Why.</param>
public readonly record struct PolicyError(CompiledPolicy Policy, EvaluationError Error);
