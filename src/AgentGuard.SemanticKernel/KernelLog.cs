using Microsoft.Extensions.Logging;

namespace AgentGuard.SemanticKernel;

internal static partial class KernelLog
{
    [LoggerMessage(1, LogLevel.Warning, "A way around the guard: {Bypass}")]
    public static partial void Bypass(this ILogger logger, string bypass);

    [LoggerMessage(2, LogLevel.Warning, "This kernel's services could not be looked through for ways around the guard")]
    public static partial void NotInspected(this ILogger logger, Exception exception);
}
