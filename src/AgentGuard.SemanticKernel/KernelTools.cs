using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;

namespace AgentGuard.SemanticKernel;

/// <summary>Kernel functions as the guard's tools: a plugin's name is the toolset's key.</summary>
internal static class KernelTools
{
    /// <summary>What the model is told of a function that has a fault.</summary>
    public const string FaultText = "Not executed: the tool cannot be guarded, for its name, description or schema is not well formed. Do not try again; tell the user.";

    private static readonly ConditionalWeakTable<KernelFunction, Described> Known = [];

    public static ToolDefinition Definition(KernelFunction function) => Known.GetValue(function, Describe).Definition;

    /// <summary>Why nothing can be decided about a function, whose plugin may have a name that is reserved; null for most. It is never invoked.</summary>
    public static string? FindFault(KernelFunction function) => Known.GetValue(function, Describe).Fault;

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

    private static Described Describe(KernelFunction function)
    {
        try
        {
            ToolId id = new(function.PluginName ?? ToolId.LocalToolset, function.Name);
            return new Described(new ToolDefinition(id, function.Description, function.JsonSchema, function.Metadata.ReturnParameter.Schema?.RootElement), null);
        }
        catch (ArgumentException e)
        {
            return new Described(new ToolDefinition(new ToolId(ToolId.LocalToolset, "unnamed")), $"the tool cannot be guarded as it describes itself: {e.Message}");
        }
    }

    private sealed record Described(ToolDefinition Definition, string? Fault);
}
