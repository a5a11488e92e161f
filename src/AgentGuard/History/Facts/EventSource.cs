using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What the events of a call are made of.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Scope">Who acts.</param>
/// <param name="Call">The call as it would run; null where it never got that far.</param>
internal sealed record EventSource(string DecisionId, ToolId Tool, AgentScope Scope, PreparedCall? Call)
{
    /// <summary>What is verified about the root; null where nobody asked.</summary>
    public IEntitySource? Entities { get; init; }

    /// <summary>Labels of what the tool put out.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What the tool put out; null where nothing is known of that.</summary>
    public ToolResult? Result { get; init; }
}
