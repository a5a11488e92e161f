using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>A function with the toolset that the deployer put it in.</summary>
internal sealed class ToolsetFunction(AIFunction function, ToolId id) : DelegatingAIFunction(function)
{
    /// <summary>The tool as policies name it.</summary>
    public ToolId Id { get; } = id;

    /// <summary>The whole of it, where the deployer gave it; null where the function says the rest of itself.</summary>
    public ToolDefinition? Definition { get; init; }
}
