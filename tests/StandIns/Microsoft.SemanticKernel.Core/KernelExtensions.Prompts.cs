namespace Microsoft.SemanticKernel;

public static partial class KernelExtensions
{
    public static KernelFunction CreateFunctionFromPrompt(
        this Kernel kernel, string promptTemplate, PromptExecutionSettings? executionSettings = null, string? functionName = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return KernelFunctionFactory.CreateFromPrompt(promptTemplate, executionSettings, functionName, description);
    }

    // Each time under another name, and through the function filters.
    public static Task<FunctionResult> InvokePromptAsync(
        this Kernel kernel, string promptTemplate, KernelArguments? arguments = null, string? templateFormat = null, CancellationToken cancellationToken = default) =>
        kernel.InvokeAsync(FunctionOf(kernel, promptTemplate, templateFormat, nameof(InvokePromptAsync)), arguments, cancellationToken);

    public static Task<T?> InvokePromptAsync<T>(
        this Kernel kernel, string promptTemplate, KernelArguments? arguments = null, string? templateFormat = null, CancellationToken cancellationToken = default) =>
        kernel.InvokeAsync<T>(FunctionOf(kernel, promptTemplate, templateFormat, nameof(InvokePromptAsync)), arguments, cancellationToken);

    public static IAsyncEnumerable<StreamingKernelContent> InvokePromptStreamingAsync(
        this Kernel kernel, string promptTemplate, KernelArguments? arguments = null, string? templateFormat = null, CancellationToken cancellationToken = default) =>
        kernel.InvokePromptStreamingAsync<StreamingKernelContent>(promptTemplate, arguments, templateFormat, cancellationToken);

    public static IAsyncEnumerable<T> InvokePromptStreamingAsync<T>(
        this Kernel kernel, string promptTemplate, KernelArguments? arguments = null, string? templateFormat = null, CancellationToken cancellationToken = default) =>
        kernel.InvokeStreamingAsync<T>(FunctionOf(kernel, promptTemplate, templateFormat, nameof(InvokePromptStreamingAsync)), arguments, cancellationToken);

    private static KernelFunctionFromPrompt FunctionOf(Kernel kernel, string promptTemplate, string? templateFormat, string prefix)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (templateFormat is not (null or "semantic-kernel"))
        {
            throw new KernelException($"Prompt template format {templateFormat} is not supported.");
        }

        return KernelFunctionFromPrompt.Create(promptTemplate, null, $"{prefix}_{Guid.NewGuid():N}", null);
    }
}
