namespace Microsoft.SemanticKernel;

/// <summary>The functions are told to the model and may not be called.</summary>
public sealed class NoneFunctionChoiceBehavior : FunctionChoiceBehavior
{
    internal NoneFunctionChoiceBehavior(IEnumerable<KernelFunction>? functions, FunctionChoiceBehaviorOptions? options)
        : base(functions) =>
        Options = options;

    public FunctionChoiceBehaviorOptions? Options { get; set; }

    internal override bool InvokesByItself => false;
}
