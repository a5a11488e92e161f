using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public static class PromptExecutionSettingsExtensions
{
    [return: NotNullIfNotNull(nameof(settings))]
    public static ChatOptions? ToChatOptions(this PromptExecutionSettings? settings, Kernel? kernel)
    {
        if (settings is null)
        {
            return null;
        }

        var options = new ChatOptions { ModelId = settings.ModelId };
        foreach ((string name, object value) in settings.ExtensionData ?? new Dictionary<string, object>())
        {
            Set(options, name, value);
        }

        if (settings.FunctionChoiceBehavior?.FunctionsFor(kernel) is { Count: > 0 } functions)
        {
            (options.ToolMode, options.AllowMultipleToolCalls) = settings.FunctionChoiceBehavior switch
            {
                AutoFunctionChoiceBehavior auto => (ChatToolMode.Auto, auto.Options?.AllowParallelCalls),
                RequiredFunctionChoiceBehavior required => (ChatToolMode.RequireAny, required.Options?.AllowParallelCalls),
                _ => ((ChatToolMode)ChatToolMode.None, (bool?)null),
            };
            options.Tools = [.. functions.Select(function => function.WithKernel(kernel))];
        }

        // Only options that know the kernel make the auto-function filters run.
        return kernel is null ? options : new KernelChatOptions(kernel, options, settings);
    }

    private static void Set(ChatOptions options, string name, object value)
    {
        switch (name.ToUpperInvariant())
        {
            case "TEMPERATURE":
                options.Temperature = Convert.ToSingle(value, CultureInfo.InvariantCulture);
                break;
            case "TOP_P":
                options.TopP = Convert.ToSingle(value, CultureInfo.InvariantCulture);
                break;
            case "MAX_TOKENS":
                options.MaxOutputTokens = Convert.ToInt32(value, CultureInfo.InvariantCulture);
                break;
            default:
                (options.AdditionalProperties ??= [])[name] = value;
                break;
        }
    }
}
