using AgentGuard;
using AgentGuard.SemanticKernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.SemanticKernel;

/// <summary>Puts a guard into a kernel.</summary>
public static class AgentGuardKernelBuilderExtensions
{
    /// <summary>Decides every function call of the kernel that is built. Prompt functions pass, unless the catalog names them.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="policyPath">The folder of the policy bundle.</param>
    /// <param name="configure">Changes further options.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The kernel is guarded already, by other policies or another guard.</exception>
    /// <remarks>
    /// Building the kernel loads the bundle, holds its policies to the functions of the plugins that were given to the builder, and looks for ways
    /// around the filter: it throws <see cref="PolicyBundleException"/> where the bundle cannot be loaded or does not fit, and <see cref="InvalidOperationException"/> where a registered chat client would call functions without filters.
    /// </remarks>
    public static IKernelBuilder AddAgentGuard(this IKernelBuilder builder, string policyPath, Action<AgentGuardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddFilters(builder, new KernelGuard(policyPath, null));
        builder.Services.AddAgentGuard(policyPath, configure);
        return builder;
    }

    /// <summary>Decides every function call of the kernel that is built with a guard that the host has made.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="guard">The guard. It is not disposed with the kernel.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The kernel is guarded already, by policies or another guard.</exception>
    public static IKernelBuilder AddAgentGuard(this IKernelBuilder builder, ToolCallGuard guard)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        AddFilters(builder, new KernelGuard(null, guard));
        builder.Services.TryAddSingleton(guard);
        return builder;
    }

    /// <summary>Ways in which functions of a kernel could be called without its filters, as far as can be seen from the kernel.</summary>
    /// <param name="kernel">A kernel.</param>
    /// <returns>A sentence for each; empty where none is seen.</returns>
    public static IReadOnlyList<string> FindAgentGuardBypasses(this Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return BypassInspection.Inspect(kernel);
    }

    private static void AddFilters(IKernelBuilder builder, KernelGuard asked)
    {
        KernelGuard? before = builder.Services
            .Select(static service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<KernelGuard>()
            .FirstOrDefault();
        if (before is null)
        {
            // Made anew for each kernel, in the scope that the kernel is made in: that is whose chat clients are looked at.
            builder.Services.AddSingleton(asked);
            builder.Services.AddTransient<IFunctionInvocationFilter>(services => new GuardFunctionFilter(Inspected(services, asked)));
            builder.Services.AddTransient<IAutoFunctionInvocationFilter>(services => new GuardAutoFunctionFilter(GuardOf(services, asked)));
        }
        else if (before != asked)
        {
            throw new InvalidOperationException("this kernel is guarded already, by other policies: a kernel has one guard");
        }
    }

    private static ToolCallGuard Inspected(IServiceProvider services, KernelGuard asked)
    {
        BypassInspection.Require(services);
        ToolCallGuard guard = GuardOf(services, asked);
        guard.RegisterTools(KernelTools.Of(services, guard));
        return guard;
    }

    private static ToolCallGuard GuardOf(IServiceProvider services, KernelGuard asked) => asked.Guard ?? services.GetRequiredService<ToolCallGuard>();
}
