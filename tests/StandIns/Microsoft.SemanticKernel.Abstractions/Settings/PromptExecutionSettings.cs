using System.Collections.ObjectModel;

namespace Microsoft.SemanticKernel;

public class PromptExecutionSettings
{
    public static string DefaultServiceId => "default";

    public string? ServiceId
    {
        get;
        set => field = UnlessFrozen(value);
    }

    public string? ModelId
    {
        get;
        set => field = UnlessFrozen(value);
    }

    public FunctionChoiceBehavior? FunctionChoiceBehavior
    {
        get;
        set => field = UnlessFrozen(value);
    }

    public IDictionary<string, object>? ExtensionData
    {
        get => IsFrozen && field is not null ? new ReadOnlyDictionary<string, object>(field) : field;
        set => field = UnlessFrozen(value);
    }

    public bool IsFrozen { get; private set; }

    public virtual void Freeze() => IsFrozen = true;

    public virtual PromptExecutionSettings Clone() => new()
    {
        ServiceId = ServiceId,
        ModelId = ModelId,
        FunctionChoiceBehavior = FunctionChoiceBehavior,
        ExtensionData = ExtensionData is null ? null : new Dictionary<string, object>(ExtensionData),
    };

    protected void ThrowIfFrozen()
    {
        if (IsFrozen)
        {
            throw new InvalidOperationException("PromptExecutionSettings are frozen and cannot be modified.");
        }
    }

    private T UnlessFrozen<T>(T value)
    {
        ThrowIfFrozen();
        return value;
    }
}
