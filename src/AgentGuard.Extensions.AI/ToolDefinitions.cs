using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>What a function says of itself, read once for each function object.</summary>
internal static class ToolDefinitions
{
    /// <summary>What the model is told of a function that has a fault.</summary>
    public const string FaultText = "Not executed: the tool cannot be guarded, for its name, description or schema is not well formed. Do not try again; tell the user.";

    private static readonly ConditionalWeakTable<AIFunction, Described> Known = [];

    public static ToolDefinition Of(AIFunction function) => Known.GetValue(function, Describe).Definition;

    /// <summary>Why nothing can be decided about a function, whose server may call it anything; null for most. It is never invoked.</summary>
    public static string? FindFault(AIFunction function) => Known.GetValue(function, Describe).Fault;

    private static Described Describe(AIFunction function)
    {
        try
        {
            ToolsetFunction? toolset = function.GetService<ToolsetFunction>();
            ToolId id = toolset?.Id ?? new ToolId(ToolId.LocalToolset, function.Name);
            return new Described(toolset?.Definition ?? new ToolDefinition(id, function.Description, function.JsonSchema, function.ReturnJsonSchema), null);
        }
        catch (ArgumentException e)
        {
            return new Described(new ToolDefinition(UnknownFunction.Id(function.Name)), $"the tool cannot be guarded as it describes itself: {e.Message}");
        }
    }

    private sealed record Described(ToolDefinition Definition, string? Fault);
}
