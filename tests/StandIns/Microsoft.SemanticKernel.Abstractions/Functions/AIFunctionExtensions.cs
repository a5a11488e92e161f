using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Microsoft.SemanticKernel;

public static class AIFunctionExtensions
{
    public static KernelFunction AsKernelFunction(this AIFunction aiFunction)
    {
        ArgumentNullException.ThrowIfNull(aiFunction);
        return aiFunction as KernelFunction ?? new AIFunctionKernelFunction(aiFunction);
    }

    // For a KernelFunction the kernel goes along as an argument; its filters do not run.
    public static ValueTask<object?> InvokeAsync(
        this AIFunction aiFunction, Kernel kernel, AIFunctionArguments? functionArguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(aiFunction);
        if (aiFunction is KernelFunction)
        {
            functionArguments = new AIFunctionArguments(functionArguments) { [KernelFunction.KernelArgumentName] = kernel };
        }

        return aiFunction.InvokeAsync(functionArguments, cancellationToken);
    }
}
