using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Microsoft.SemanticKernel;

public abstract class KernelPlugin : IEnumerable<KernelFunction>
{
    protected KernelPlugin(string name, string? description = null)
    {
        Name = Names.OfPlugin(name);
        Description = string.IsNullOrWhiteSpace(description) ? string.Empty : description;
    }

    public string Name { get; }

    public string Description { get; }

    public abstract int FunctionCount { get; }

    public KernelFunction this[string functionName] => TryGetFunction(functionName, out KernelFunction? function)
        ? function
        : throw new KeyNotFoundException(
            $"The plugin does not contain a function with the specified name. Plugin name - '{Name}', function name - '{functionName}'.");

    public bool Contains(string functionName) => TryGetFunction(functionName, out _);

    // By name alone: another function of that name counts.
    public bool Contains(KernelFunction function) => Contains(function.Name);

    public abstract bool TryGetFunction(string name, [NotNullWhen(true)] out KernelFunction? function);

    public IList<KernelFunctionMetadata> GetFunctionsMetadata() => [.. this.Select(function => function.Metadata)];

    public abstract IEnumerator<KernelFunction> GetEnumerator();

    // Copies that know the kernel's services; the kernel's filters do not see their invocation.
    public IEnumerable<AIFunction> AsAIFunctions(Kernel? kernel = null) => this.Select(function => function.WithKernel(kernel));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
