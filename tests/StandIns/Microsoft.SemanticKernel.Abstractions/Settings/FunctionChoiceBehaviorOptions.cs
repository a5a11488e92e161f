namespace Microsoft.SemanticKernel;

public sealed class FunctionChoiceBehaviorOptions
{
    public bool? AllowParallelCalls { get; set; }

    /// <summary>Read by connectors of their own; the client of UseKernelFunctionInvocation does not look at it.</summary>
    public bool AllowConcurrentInvocation { get; set; }
}
