using System.Reflection;

namespace Microsoft.SemanticKernel;

public static class KernelFunctionFactory
{
    public static KernelFunction CreateFromMethod(
        Delegate method,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null)
    {
        ArgumentNullException.ThrowIfNull(method);
        return CreateFromMethod(method.Method, method.Target, functionName, description, parameters, returnParameter);
    }

    public static KernelFunction CreateFromMethod(Delegate method, KernelFunctionFromMethodOptions? options)
    {
        ArgumentNullException.ThrowIfNull(method);
        return KernelFunctionFromMethod.Create(method.Method, method.Target, options ?? new());
    }

    public static KernelFunction CreateFromMethod(
        MethodInfo method,
        object? target = null,
        string? functionName = null,
        string? description = null,
        IEnumerable<KernelParameterMetadata>? parameters = null,
        KernelReturnParameterMetadata? returnParameter = null) =>
        KernelFunctionFromMethod.Create(
            method,
            target,
            new() { FunctionName = functionName, Description = description, Parameters = parameters, ReturnParameter = returnParameter });

    public static KernelFunction CreateFromPrompt(
        string promptTemplate, PromptExecutionSettings? executionSettings = null, string? functionName = null, string? description = null) =>
        KernelFunctionFromPrompt.Create(promptTemplate, executionSettings, functionName, description);
}
