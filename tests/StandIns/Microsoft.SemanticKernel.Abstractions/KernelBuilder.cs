using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.SemanticKernel;

internal sealed class KernelBuilder : IKernelBuilder, IKernelBuilderPlugins
{
    public KernelBuilder()
    {
        Services = new ServiceCollection();
        AllowBuild = true;
    }

    public KernelBuilder(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Services = services;
    }

    /// <summary>False where the kernel comes out of the application's own container.</summary>
    public bool AllowBuild { get; }

    public IServiceCollection Services { get; }

    public IKernelBuilderPlugins Plugins => this;
}
