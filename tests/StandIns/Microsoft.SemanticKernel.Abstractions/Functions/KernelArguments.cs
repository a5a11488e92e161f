using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>Names are compared without regard to case.</summary>
public sealed class KernelArguments : AIFunctionArguments
{
    public KernelArguments()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    public KernelArguments(PromptExecutionSettings? executionSettings)
        : this(executionSettings is null ? null : [executionSettings])
    {
    }

    public KernelArguments(IEnumerable<PromptExecutionSettings>? executionSettings)
        : base(StringComparer.OrdinalIgnoreCase) =>
        ExecutionSettings = executionSettings?.ToDictionary(settings => settings.ServiceId ?? PromptExecutionSettings.DefaultServiceId);

    public KernelArguments(IDictionary<string, object?> source, Dictionary<string, PromptExecutionSettings>? executionSettings = null)
        : base(source, StringComparer.OrdinalIgnoreCase) =>
        ExecutionSettings = executionSettings ?? (source as KernelArguments)?.ExecutionSettings;

    public IReadOnlyDictionary<string, PromptExecutionSettings>? ExecutionSettings
    {
        get;
        set
        {
            if (value?.FirstOrDefault(pair => !string.IsNullOrWhiteSpace(pair.Value.ServiceId) && pair.Value.ServiceId != pair.Key) is { Key: not null } wrong)
            {
                throw new ArgumentException($"Service id '{wrong.Value.ServiceId}' must match the key '{wrong.Key}'.", nameof(value));
            }

            field = value;
        }
    }

    public ICollection<string> Names => Keys;

    public bool ContainsName(string name) => ContainsKey(name);
}
