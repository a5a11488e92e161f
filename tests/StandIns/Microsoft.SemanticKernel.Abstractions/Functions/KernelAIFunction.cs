using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

/// <summary>The obsolete way to an AIFunction. Unlike the function itself, it does run the kernel's function filters.</summary>
internal sealed class KernelAIFunction(KernelFunction function, Kernel? kernel) : AIFunction
{
    public override string Name => ((FullyQualifiedAIFunction)function).Name;

    public override string Description => function.Description;

    public override JsonElement JsonSchema => function.JsonSchema;

    public override JsonSerializerOptions JsonSerializerOptions => function.JsonSerializerOptions;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        FunctionResult result = await function.InvokeAsync(kernel ?? new Kernel(), new KernelArguments(arguments), cancellationToken).ConfigureAwait(false);
        return result.Value is { } value ? JsonSerializer.SerializeToElement(value, value.GetType(), function.JsonSerializerOptions) : null;
    }
}
