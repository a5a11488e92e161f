using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel.ChatCompletion;

internal sealed class AIFunctionKernelFunction : KernelFunction
{
    private readonly AIFunction _function;

    public AIFunctionKernelFunction(AIFunction function)
        : base(
            new KernelFunctionMetadata(function.Name)
            {
                Description = function.Description,
                Parameters = ParametersOf(function),
                ReturnParameter = new KernelReturnParameterMetadata
                {
                    ParameterType = function.UnderlyingMethod?.ReturnParameter.ParameterType,
                    Schema = function.ReturnJsonSchema is { } schema ? new KernelJsonSchema(schema) : null,
                },
            },
            function.JsonSerializerOptions) =>
        _function = function;

    private AIFunctionKernelFunction(AIFunctionKernelFunction other, string? pluginName)
        : base(new KernelFunctionMetadata(other.Metadata) { PluginName = pluginName }, other.JsonSerializerOptions) =>
        _function = other._function;

    public override KernelFunction Clone(string? pluginName = null) => new AIFunctionKernelFunction(this, pluginName);

    protected override async ValueTask<FunctionResult> InvokeCoreAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken) =>
        new(this, await _function.InvokeAsync(new AIFunctionArguments(arguments), cancellationToken).ConfigureAwait(false));

    protected override async IAsyncEnumerable<TResult> InvokeStreamingCoreAsync<TResult>(
        Kernel kernel, KernelArguments arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        object? result = await _function.InvokeAsync(new AIFunctionArguments(arguments), cancellationToken).ConfigureAwait(false);
        yield return (TResult)result!;
    }

    private static List<KernelParameterMetadata> ParametersOf(AIFunction function)
    {
        if (!function.JsonSchema.TryGetProperty("properties", out JsonElement properties))
        {
            return [];
        }

        HashSet<string?> required = function.JsonSchema.TryGetProperty("required", out JsonElement names) && names.ValueKind == JsonValueKind.Array
            ? [.. names.EnumerateArray().Select(name => name.GetString())]
            : [];
        return [.. properties.EnumerateObject().Select(property => new KernelParameterMetadata(property.Name, function.JsonSerializerOptions)
        {
            Description = property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("description", out JsonElement text) ? text.GetString() : null,
            DefaultValue = property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("default", out JsonElement value) ? value : null,
            IsRequired = required.Contains(property.Name),
            ParameterType = function.UnderlyingMethod?.GetParameters().FirstOrDefault(parameter => parameter.Name == property.Name)?.ParameterType,
            Schema = new KernelJsonSchema(property.Value),
        })];
    }
}
