using AgentGuard;
using AgentGuard.Mcp;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts a guard into an MCP server of a container.</summary>
public static class AgentGuardMcpServerBuilderExtensions
{
    /// <summary>Decides every tool call of the server, and everything else that a client reads from it. The host does not start where the guard was taken out again.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="policyPath">The folder of the policy bundle.</param>
    /// <param name="configure">Says who calls, and what else there is to say about the server.</param>
    /// <param name="configureGuard">Changes options of the guard itself.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The server or the container is guarded already, by other policies.</exception>
    public static IMcpServerBuilder WithAgentGuard(
        this IMcpServerBuilder builder, string policyPath, Action<McpGuardOptions>? configure = null, Action<AgentGuardOptions>? configureGuard = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Add(builder, new McpGuard(policyPath, null), configure);
        builder.Services.AddAgentGuard(policyPath, configureGuard);
        return builder;
    }

    /// <summary>Decides every tool call of the server with a guard that the host has made.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="guard">The guard. It is not disposed with the container.</param>
    /// <param name="configure">Says who calls, and what else there is to say about the server.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The server is guarded already, by policies or another guard.</exception>
    public static IMcpServerBuilder WithAgentGuard(this IMcpServerBuilder builder, ToolCallGuard guard, Action<McpGuardOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(guard);
        Add(builder, new McpGuard(null, guard), configure);
        builder.Services.TryAddSingleton(guard);
        return builder;
    }

    private static void Add(IMcpServerBuilder builder, McpGuard asked, Action<McpGuardOptions>? configure)
    {
        McpGuard? before = builder.Services
            .Select(static service => service.IsKeyedService ? null : service.ImplementationInstance)
            .OfType<McpGuard>()
            .FirstOrDefault();
        if (before is not null && before != asked)
        {
            throw new InvalidOperationException("this server is guarded already, by other policies: a server has one guard");
        }

        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        if (before is null)
        {
            builder.Services.AddSingleton(asked);
            builder.Services.AddSingleton<GuardSetup>();
            builder.Services.AddSingleton<IPostConfigureOptions<McpServerOptions>>(static services => services.GetRequiredService<GuardSetup>());
            builder.Services.AddSingleton<IValidateOptions<McpServerOptions>>(static services => services.GetRequiredService<GuardSetup>());
            builder.Services.AddHostedService<StartUpProof>();
        }
    }
}
