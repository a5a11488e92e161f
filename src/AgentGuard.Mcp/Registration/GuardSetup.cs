using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Guards the options that a container makes, once all else is configured, and refuses them where something took the guard out again.</summary>
internal sealed class GuardSetup(McpGuard asked, IOptions<McpGuardOptions> options, IServiceProvider services) : IPostConfigureOptions<McpServerOptions>, IValidateOptions<McpServerOptions>
{
    public McpGuardOptions Options => options.Value;

    public ToolCallGuard Guard { get; } = asked.Guard ?? services.GetRequiredService<ToolCallGuard>();

    public void PostConfigure(string? name, McpServerOptions options)
    {
        Options.LoggerFactory ??= services.GetService<ILoggerFactory>();
        options.AddAgentGuard(Guard, Options);
    }

    public ValidateOptionsResult Validate(string? name, McpServerOptions options) =>
        FindFault(options) is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;

    /// <returns>Why a server with these options is not guarded; null where it is.</returns>
    public string? FindFault(McpServerOptions options) => Installation.Find(options) is not { } guarding
        ? "WithAgentGuard was called for this server, and its options are others: they were replaced. Configure the options that the container makes, or call AddAgentGuard on those that take their place"
        : !ReferenceEquals(guarding.Guard, Guard)
            ? "WithAgentGuard was called for this server, and its options have another guard: a server has one"
            : Installation.FindFault(options, guarding);
}
