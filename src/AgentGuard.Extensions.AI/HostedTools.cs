using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard.Extensions.AI;

/// <summary>Tools that run at the provider never reach this process, and nothing can be decided about their calls.</summary>
internal sealed partial class HostedTools(GuardedChatOptions options)
{
    private readonly ILogger _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<HostedTools>();

    /// <summary>Whether a tool is passed on to the model.</summary>
    public bool Keeps(AITool tool)
    {
        if (tool is AIFunctionDeclaration || options.AllowHostedTools)
        {
            return true;
        }

        LogRemoved(_logger, tool.Name);
        return false;
    }

    [LoggerMessage(20, LogLevel.Warning, "Removed the hosted tool {Tool}: it runs at the provider, out of the guard's sight. Set AllowHostedTools to let it through")]
    private static partial void LogRemoved(ILogger logger, string tool);
}
