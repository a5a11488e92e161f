namespace AgentGuard;

/// <summary>One call of a tool, as an adapter hands it to the guard.</summary>
public sealed class ToolCallRequest
{
}
