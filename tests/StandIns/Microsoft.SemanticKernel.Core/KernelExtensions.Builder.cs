using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

public static partial class KernelExtensions
{
    public static Kernel Build(this IKernelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder is KernelBuilder { AllowBuild: false })
        {
            throw new InvalidOperationException(
                "Build is not permitted on instances returned from AddKernel. Resolve the Kernel from the service provider.");
        }

        if (builder.Services.Count == 0)
        {
            return new Kernel();
        }

        Dictionary<Type, HashSet<object?>> keysOfTypes = builder.Services
            .GroupBy(service => service.ServiceType)
            .ToDictionary(group => group.Key, group => group.Select(service => service.ServiceKey).ToHashSet());
        builder.Services.AddKeyedSingleton(Kernel.KernelServiceTypeToKeyMappings, keysOfTypes);
        return new Kernel(builder.Services.BuildServiceProvider());
    }

    // A type is made when the kernel is, with the container's services.
    public static IKernelBuilderPlugins AddFromType<T>(this IKernelBuilderPlugins plugins, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(services => KernelPluginFactory.CreateFromType<T>(pluginName, services));
        return plugins;
    }

    public static IKernelBuilderPlugins AddFromObject(this IKernelBuilderPlugins plugins, object target, string? pluginName = null)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        plugins.Services.AddSingleton(_ => KernelPluginFactory.CreateFromObject(target, pluginName));
        return plugins;
    }

    public static IKernelBuilderPlugins AddFromFunctions(this IKernelBuilderPlugins plugins, string pluginName, IEnumerable<KernelFunction>? functions) =>
        plugins.Add(KernelPluginFactory.CreateFromFunctions(pluginName, functions));

    public static IKernelBuilderPlugins Add(this IKernelBuilderPlugins plugins, KernelPlugin plugin)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        ArgumentNullException.ThrowIfNull(plugin);
        plugins.Services.AddSingleton(plugin);
        return plugins;
    }
}
