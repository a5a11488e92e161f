using Microsoft.Extensions.Logging;

namespace AgentGuard.SemanticKernel;

internal static partial class KernelLog
{
    [LoggerMessage(1, LogLevel.Warning, "A way around the guard: {Bypass}")]
    public static partial void Bypass(this ILogger logger, string bypass);
}
