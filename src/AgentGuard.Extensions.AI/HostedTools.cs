using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard.Extensions.AI;

/// <summary>Tools that run at the provider never reach this process, and nothing can be decided about their calls.</summary>
internal sealed partial class HostedTools(GuardedChatOptions options)
{
    private readonly ILogger _logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger<HostedTools>();

    public IEnumerable<AITool> Keep(IEnumerable<AITool> tools)
    {
        foreach (AITool tool in tools)
        {
            if (tool is AIFunctionDeclaration || options.AllowHostedTools)
            {
                yield return tool;
            }
            else
            {
                LogRemoved(_logger, tool.Name);
            }
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "Removed the hosted tool {Tool}: it runs at the provider, out of the guard's sight. Set AllowHostedTools to let it through")]
    private static partial void LogRemoved(ILogger logger, string tool);
}
