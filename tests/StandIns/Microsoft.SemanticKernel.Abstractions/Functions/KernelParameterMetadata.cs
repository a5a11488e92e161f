using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Microsoft.SemanticKernel;

public sealed class KernelParameterMetadata
{
    private readonly JsonSerializerOptions? _options;

    public KernelParameterMetadata(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    public KernelParameterMetadata(string name, JsonSerializerOptions jsonSerializerOptions)
        : this(name) =>
        _options = jsonSerializerOptions;

    public string Name { get; set; }

    [AllowNull]
    public string Description
    {
        get;
        set => field = value ?? string.Empty;
    } = string.Empty;

    public object? DefaultValue { get; set; }

    public bool IsRequired { get; set; }

    public Type? ParameterType { get; set; }

    /// <summary>A default value is told to the model in the description only; the schema has no default.</summary>
    public KernelJsonSchema? Schema
    {
        get => field ?? KernelJsonSchema.Infer(ParameterType, DefaultValue, Description, _options);
        set;
    }
}
