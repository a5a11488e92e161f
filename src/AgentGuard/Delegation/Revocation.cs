namespace AgentGuard;

/// <summary>A right to act that was taken back. It holds, in every tenant and under every bundle, until it is restored.</summary>
/// <param name="Target">What is revoked.</param>
/// <param name="Reason">Why, for operators; null where nobody said.</param>
/// <param name="At">Since when.</param>
public sealed record Revocation(RevocationTarget Target, string? Reason, DateTimeOffset At);
