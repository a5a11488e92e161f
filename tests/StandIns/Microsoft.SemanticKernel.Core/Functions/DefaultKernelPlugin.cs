using System.Diagnostics.CodeAnalysis;

namespace Microsoft.SemanticKernel;

internal sealed class DefaultKernelPlugin : KernelPlugin
{
    private readonly Dictionary<string, KernelFunction> _functions = new(StringComparer.OrdinalIgnoreCase);

    // Copies under the plugin's name: the functions that were given are not the ones that it holds.
    public DefaultKernelPlugin(string name, string? description, IEnumerable<KernelFunction>? functions)
        : base(name, description)
    {
        foreach (KernelFunction function in functions ?? [])
        {
            ArgumentNullException.ThrowIfNull(function, nameof(functions));
            _functions.Add(function.Name, function.Clone(name));
        }
    }

    public override int FunctionCount => _functions.Count;

    // Also by the name that a model sees, plugin_function, and that one with regard to case.
    public override bool TryGetFunction(string name, [NotNullWhen(true)] out KernelFunction? function)
    {
        if (!_functions.TryGetValue(name, out function) && name.Length > Name.Length)
        {
            function = _functions.Values.FirstOrDefault(candidate => ((FullyQualifiedAIFunction)candidate).Name == name);
        }

        return function is not null;
    }

    public override IEnumerator<KernelFunction> GetEnumerator() => _functions.Values.GetEnumerator();
}
