using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>Kernel functions as the guard's tools: a plugin's name is the toolset's key.</summary>
internal static class KernelTools
{
    private static readonly ConditionalWeakTable<KernelFunction, ToolDefinition> Known = [];

    public static ToolDefinition Definition(KernelFunction function) => Known.GetValue(function, static function => new ToolDefinition(
        new ToolId(function.PluginName ?? ToolId.LocalToolset, function.Name),
        function.Description,
        function.JsonSchema,
        function.Metadata.ReturnParameter.Schema?.RootElement));

    /// <summary>Whether the body itself asks a guard again: a function made from a guarded AIFunction.</summary>
    public static bool IsGuarded(KernelFunction function) => function.GetService<IGuardedTool>() is not null;

    /// <summary>Puts the decided arguments in place of what is there now, whatever has happened to it since the snapshot.</summary>
    public static void Pass(JsonElement decided, KernelArguments arguments)
    {
        foreach (string name in arguments.Names.Where(name => !decided.TryGetProperty(name, out _)).ToList())
        {
            arguments.Remove(name);
        }

        foreach (JsonProperty argument in decided.EnumerateObject())
        {
            arguments[argument.Name] = Plain(argument.Value);
        }
    }

    /// <summary>Functions take text and truth values as they are; they read numbers and structures from JSON by the parameter's type.</summary>
    private static object? Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => value.GetString(),
        _ => value,
    };
}
