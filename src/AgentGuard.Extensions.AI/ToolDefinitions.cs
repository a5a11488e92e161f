using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>What a function says of itself, read once for each function object.</summary>
internal static class ToolDefinitions
{
    private static readonly ConditionalWeakTable<AIFunction, ToolDefinition> Known = [];

    public static ToolDefinition Of(AIFunction function) => Known.GetValue(function, static function =>
    {
        ToolId id = function.GetService<ToolsetFunction>()?.Id ?? new ToolId(ToolId.LocalToolset, function.Name);
        return new ToolDefinition(id, function.Description, function.JsonSchema, function.ReturnJsonSchema);
    });
}
