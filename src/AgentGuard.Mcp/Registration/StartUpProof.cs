using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Looks, before the host starts anything, whether the server that was to be guarded is.</summary>
internal sealed class StartUpProof(GuardSetup setup, IOptions<McpServerOptions> options, IServiceProvider services, ILoggerFactory? loggers = null) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">The guard is registered, and absent.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Require(options.Value);

        // A server of its own is there where one connection is served, over stdio or streams: it may have been made of other options.
        McpServer? server = services.GetService<McpServer>();
        if (server is not null)
        {
            Require(server.ServerOptions);
        }

        if (server is not null && setup.Options.Scope is null && AgentScope.Current is null)
        {
            loggers?.CreateLogger("AgentGuard.Mcp").NoScope();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Require(McpServerOptions server)
    {
        if (setup.FindFault(server) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
