namespace AgentGuard;

/// <summary>What a decision is about.</summary>
internal sealed record DecisionFacts(string Id, DateTimeOffset At, ToolCallRequest Request, PreparedCall? Call, string Bundle, string? BundleError);
