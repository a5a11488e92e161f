using System.ComponentModel;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

public static class KernelPluginFactory
{
    public static KernelPlugin CreateFromType<T>(string? pluginName = null, IServiceProvider? serviceProvider = null) =>
        CreateFromObject(ActivatorUtilities.CreateInstance<T>(serviceProvider ?? EmptyServiceProvider.Instance)!, pluginName);

    // Methods that carry the attribute, private and static ones too.
    public static KernelPlugin CreateFromObject(object target, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        Type type = target.GetType();
        List<KernelFunction> functions = [.. type
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static)
            .Where(method => method.GetCustomAttribute<KernelFunctionAttribute>() is not null)
            .Select(method => KernelFunctionFactory.CreateFromMethod(method, target))];
        return functions.Count == 0
            ? throw new ArgumentException($"The {type} instance doesn't implement any [KernelFunction]-attributed methods.")
            : new DefaultKernelPlugin(
                pluginName ?? Names.Sanitize(type.Name), type.GetCustomAttribute<DescriptionAttribute>(inherit: true)?.Description, functions);
    }

    public static KernelPlugin CreateFromFunctions(string pluginName, IEnumerable<KernelFunction>? functions) =>
        new DefaultKernelPlugin(pluginName, null, functions);
}
