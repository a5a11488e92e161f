using AgentGuard;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the guard in a container.</summary>
public static class AgentGuardServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="ToolCallGuard"/> as a singleton. It takes the information points, obligation handlers, notifiers and stores
    /// that are registered as services, beside those in the options.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="policyPath">The folder of the policy bundle.</param>
    /// <param name="configure">Changes further options.</param>
    /// <returns>The container.</returns>
    /// <exception cref="InvalidOperationException">The container has a guard already, with other policies or made by the host: one of the two would not be asked.</exception>
    public static IServiceCollection AddAgentGuard(this IServiceCollection services, string policyPath, Action<AgentGuardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(policyPath);
        if (!services.Any(service => !service.IsKeyedService && service.ImplementationInstance is RegisteredPolicies registered && registered.Path == policyPath))
        {
            if (services.Any(static service => !service.IsKeyedService && service.ServiceType == typeof(ToolCallGuard)))
            {
                throw new InvalidOperationException($"the container has a guard already, and it is not one of {policyPath}: calls would be decided by one of the two only");
            }

            services.AddSingleton(new RegisteredPolicies(policyPath));
        }

        services.AddOptions<AgentGuardOptions>().Configure(options =>
        {
            options.PolicyPath = policyPath;
            configure?.Invoke(options);
        }).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AgentGuardOptions>, AgentGuardOptionsValidator>());
        services.TryAddSingleton(static provider => new ToolCallGuard(WithServices(provider)));
        return services;
    }

    private static AgentGuardOptions WithServices(IServiceProvider provider)
    {
        AgentGuardOptions options = provider.GetRequiredService<IOptions<AgentGuardOptions>>().Value;
        AddServices(provider, options.InformationPoints);
        AddServices(provider, options.ObligationHandlers);
        AddServices(provider, options.Notifiers);
        options.DecisionPoint ??= provider.GetService<IPolicyDecisionPoint>();
        options.ApprovalStore ??= provider.GetService<IApprovalStore>();
        options.HistoryStore ??= provider.GetService<IInvocationHistoryStore>();
        options.AuditStore ??= provider.GetService<IAuditStore>();
        options.GrantStore ??= provider.GetService<IGrantStore>();
        options.RevocationStore ??= provider.GetService<IRevocationStore>();
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        return options;
    }

    private static void AddServices<TService>(IServiceProvider provider, IList<TService> into)
    {
        foreach (TService service in provider.GetServices<TService>())
        {
            into.Add(service);
        }
    }

    /// <summary>Whose policies the container's guard was registered with.</summary>
    private sealed record RegisteredPolicies(string Path);
}
