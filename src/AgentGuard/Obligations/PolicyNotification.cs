namespace AgentGuard;

/// <summary>A call that a policy with <c>@notify</c> blocked.</summary>
/// <param name="Target">The annotation's value, for example a channel.</param>
/// <param name="PolicyId">The policy.</param>
/// <param name="Decision">The decision.</param>
public sealed record PolicyNotification(string Target, string PolicyId, Decision Decision);
