using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

public sealed class KernelFunctionMetadata
{
    public KernelFunctionMetadata(string name) => Name = name;

    public KernelFunctionMetadata(KernelFunctionMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        Name = metadata.Name;
        PluginName = metadata.PluginName;
        Description = metadata.Description;
        Parameters = metadata.Parameters;
        ReturnParameter = metadata.ReturnParameter;
        AdditionalProperties = metadata.AdditionalProperties;
    }

    public string Name
    {
        get;
        set => field = Names.OfFunction(value);
    } = string.Empty;

    public string? PluginName { get; set; }

    [AllowNull]
    public string Description
    {
        get;
        set => field = value ?? string.Empty;
    } = string.Empty;

    public IReadOnlyList<KernelParameterMetadata> Parameters
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = [];

    public KernelReturnParameterMetadata ReturnParameter
    {
        get => field ??= new KernelReturnParameterMetadata();
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    }

    public ReadOnlyDictionary<string, object?> AdditionalProperties
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    } = ReadOnlyDictionary<string, object?>.Empty;
}
