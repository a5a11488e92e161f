using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Microsoft.SemanticKernel;

public sealed class KernelReturnParameterMetadata
{
    private readonly JsonSerializerOptions? _options;

    public KernelReturnParameterMetadata()
    {
    }

    public KernelReturnParameterMetadata(JsonSerializerOptions jsonSerializerOptions) => _options = jsonSerializerOptions;

    [AllowNull]
    public string Description
    {
        get;
        set => field = value ?? string.Empty;
    } = string.Empty;

    public Type? ParameterType { get; set; }

    public KernelJsonSchema? Schema
    {
        get => field ?? KernelJsonSchema.Infer(ParameterType, null, Description, _options);
        set;
    }
}
