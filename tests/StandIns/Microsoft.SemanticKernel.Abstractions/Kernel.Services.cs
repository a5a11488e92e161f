using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

public sealed partial class Kernel
{
    public T GetRequiredService<T>(object? serviceKey = null)
        where T : class
    {
        T? service = serviceKey is null
            ? Services.GetService<T>() ?? (Services is IKeyedServiceProvider ? GetAllServices<T>().LastOrDefault() : null)
            : Services is IKeyedServiceProvider ? Services.GetKeyedService<T>(serviceKey) : null;
        return service ?? throw new KernelException(serviceKey is null
            ? $"Service of type '{typeof(T)}' not registered."
            : $"Service of type '{typeof(T)}' and key '{serviceKey}' not registered.");
    }

    // The builder registers which keys a type has, because a container cannot be asked for all of them.
    public IEnumerable<T> GetAllServices<T>()
        where T : class
    {
        if (Services is IKeyedServiceProvider
            && Services.GetKeyedService<Dictionary<Type, HashSet<object?>>>(KernelServiceTypeToKeyMappings) is { } keysOfTypes)
        {
            return keysOfTypes.TryGetValue(typeof(T), out HashSet<object?>? keys) ? keys.SelectMany(Services.GetKeyedServices<T>) : [];
        }

        return Services.GetServices<T>();
    }
}
