using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>A function with the toolset that the deployer put it in.</summary>
internal sealed class ToolsetFunction(AIFunction function, ToolId id) : DelegatingAIFunction(function)
{
    /// <summary>The tool as policies name it.</summary>
    public ToolId Id { get; } = id;
}
