using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>What guards the servers of one set of options.</summary>
internal sealed class Guarding
{
    public Guarding(ToolCallGuard guard, McpGuardOptions options)
    {
        ILogger logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("AgentGuard.Mcp");
        Guard = guard;
        Options = options;
        Callers = new Callers(options, logger);
        Tools = new ToolDirectory(options, logger);
        Withheld = new WithheldMessages(logger);
        Confirmation = new Confirmation(guard, options, logger);
    }

    public ToolCallGuard Guard { get; }

    public McpGuardOptions Options { get; }

    public Callers Callers { get; }

    public ToolDirectory Tools { get; }

    public WithheldMessages Withheld { get; }

    public Confirmation Confirmation { get; }

    /// <summary>Whether the server's own handler takes the place of the ordinary pipeline of tool calls.</summary>
    public bool IsExplicit { get; set; }

    /// <summary>What is left of a guard that was taken out in part refuses everything.</summary>
    /// <exception cref="InvalidOperationException">A list of filters was replaced after the guard was added.</exception>
    public void RequireInstalled(McpServerOptions options)
    {
        if (Installation.FindFault(options, this) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
