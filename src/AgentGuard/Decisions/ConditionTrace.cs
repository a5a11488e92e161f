namespace AgentGuard;

/// <summary>One comparison in a policy's conditions and what it came to, for operators.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="Expression">The expression as it stands in the policy.</param>
/// <param name="Values">The same with its values, <c>2500 &gt; 1000</c>; masked where a sensitive argument is in it.</param>
public sealed record ConditionTrace(string PolicyId, string Expression, string Values);
