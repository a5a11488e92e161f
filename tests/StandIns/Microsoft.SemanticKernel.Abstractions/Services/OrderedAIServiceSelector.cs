using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel.Services;

/// <summary>By service id, then by model id, then whatever was registered last; the caller's settings go before the function's own.</summary>
internal sealed class OrderedAIServiceSelector : IAIServiceSelector, IChatClientSelector
{
    public static OrderedAIServiceSelector Instance { get; } = new();

    public bool TrySelectAIService<T>(
        Kernel kernel, KernelFunction function, KernelArguments arguments, [NotNullWhen(true)] out T? service, out PromptExecutionSettings? serviceSettings)
        where T : class, IAIService =>
        TrySelect(kernel, function, arguments, out service, out serviceSettings);

    public bool TrySelectChatClient<T>(
        Kernel kernel, KernelFunction function, KernelArguments arguments, [NotNullWhen(true)] out T? service, out PromptExecutionSettings? serviceSettings)
        where T : class, IChatClient =>
        TrySelect(kernel, function, arguments, out service, out serviceSettings);

    private static bool TrySelect<T>(
        Kernel kernel, KernelFunction function, KernelArguments arguments, [NotNullWhen(true)] out T? service, out PromptExecutionSettings? serviceSettings)
        where T : class
    {
        IReadOnlyDictionary<string, PromptExecutionSettings> settings = arguments.ExecutionSettings ?? function.ExecutionSettings ?? new Dictionary<string, PromptExecutionSettings>();
        PromptExecutionSettings? byDefault = null;
        foreach ((string id, PromptExecutionSettings value) in settings)
        {
            if (string.IsNullOrEmpty(id) || id.Equals(PromptExecutionSettings.DefaultServiceId, StringComparison.OrdinalIgnoreCase))
            {
                byDefault ??= value;
            }
            else if ((kernel.Services as IKeyedServiceProvider)?.GetKeyedService<T>(id) is { } keyed)
            {
                (service, serviceSettings) = (keyed, value);
                return true;
            }
        }

        foreach (PromptExecutionSettings value in settings.Values.Where(value => !string.IsNullOrEmpty(value.ModelId)))
        {
            if (kernel.GetAllServices<T>().FirstOrDefault(candidate => ModelOf(candidate) == value.ModelId) is { } named)
            {
                (service, serviceSettings) = (named, value);
                return true;
            }
        }

        bool anyWillDo = settings.Count == 0 || byDefault is not null;
        service = anyWillDo ? kernel.GetAllServices<T>().LastOrDefault() : null;
        serviceSettings = service is null ? null : byDefault;
        return service is not null;
    }

    private static string? ModelOf<T>(T service) => service switch
    {
        IAIService ai => ai.Attributes.TryGetValue("ModelId", out object? id) ? id as string : null,
        IChatClient client => client.GetService<ChatClientMetadata>()?.DefaultModelId,
        _ => null,
    };
}
