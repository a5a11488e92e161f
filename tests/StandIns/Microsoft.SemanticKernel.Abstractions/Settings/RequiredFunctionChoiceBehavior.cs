namespace Microsoft.SemanticKernel;

public sealed class RequiredFunctionChoiceBehavior : FunctionChoiceBehavior
{
    internal RequiredFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, bool autoInvoke, FunctionChoiceBehaviorOptions? options)
        : base(functions)
    {
        InvokesByItself = autoInvoke;
        Options = options;
    }

    public FunctionChoiceBehaviorOptions? Options { get; set; }

    internal override bool InvokesByItself { get; }
}
