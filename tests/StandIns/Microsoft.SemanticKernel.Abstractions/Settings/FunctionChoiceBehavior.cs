namespace Microsoft.SemanticKernel;

public abstract class FunctionChoiceBehavior
{
    private readonly List<KernelFunction>? _functions;

    internal FunctionChoiceBehavior(IEnumerable<KernelFunction>? functions) => _functions = functions?.ToList();

    public static FunctionChoiceBehavior Auto(
        IEnumerable<KernelFunction>? functions = null, bool autoInvoke = true, FunctionChoiceBehaviorOptions? options = null) =>
        new AutoFunctionChoiceBehavior(functions, autoInvoke, options);

    public static FunctionChoiceBehavior Required(
        IEnumerable<KernelFunction>? functions = null, bool autoInvoke = true, FunctionChoiceBehaviorOptions? options = null) =>
        new RequiredFunctionChoiceBehavior(functions, autoInvoke, options);

    public static FunctionChoiceBehavior None(IEnumerable<KernelFunction>? functions = null, FunctionChoiceBehaviorOptions? options = null) =>
        new NoneFunctionChoiceBehavior(functions, options);

    internal abstract bool InvokesByItself { get; }

    /// <summary>All functions of the kernel, or those that were named; an empty list turns calling off.</summary>
    internal List<KernelFunction> FunctionsFor(Kernel? kernel)
    {
        if (InvokesByItself && kernel is null)
        {
            throw new KernelException("Auto-invocation is not supported when no kernel is provided.");
        }

        return _functions is null
            ? [.. (kernel?.Plugins ?? []).SelectMany(plugin => plugin)]
            : [.. _functions.Select(function => Resolve(function, kernel))];
    }

    private KernelFunction Resolve(KernelFunction function, Kernel? kernel)
    {
        if (kernel is not null && kernel.Plugins.TryGetFunction(function.PluginName, function.Name, out KernelFunction? found))
        {
            return found;
        }

        return InvokesByItself
            ? throw new KernelException($"The specified function {function} is not available in the kernel.")
            : function;
    }
}
