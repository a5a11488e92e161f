using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>The tools of a kernel that is being built, found as it finds them itself.</summary>
    public static IEnumerable<ToolDefinition> Of(IServiceProvider services, ToolCallGuard guard) =>
        (services.GetService<KernelPluginCollection>() ?? new KernelPluginCollection(services.GetServices<KernelPlugin>()))
            .SelectMany(static plugin => plugin)
            .Where(function => !PromptFunctions.IsExempt(function, guard))
            .Select(Definition);

    /// <summary>
    /// How the function's values are read and written. One that was made without options says that they are those of Microsoft.Extensions.AI, in camel case;
    /// its schema is made, and its parameters are read, with those of System.Text.Json.
    /// </summary>
    public static JsonSerializerOptions Options(KernelFunction function) =>
        ReferenceEquals(function.JsonSerializerOptions, AIJsonUtilities.DefaultOptions) ? JsonSerializerOptions.Default : function.JsonSerializerOptions;
}
