using Microsoft.Extensions.Logging;

namespace AgentGuard.Mcp;

internal static partial class McpLog
{
    [LoggerMessage(1, LogLevel.Warning, "Nobody is known to make this request, so that it is denied: {Help}")]
    public static partial void Nobody(this ILogger logger, string help);

    [LoggerMessage(2, LogLevel.Error, "Who makes this request could not be told, so that it is denied")]
    public static partial void ScopeFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "No user is configured for this server: every call is denied until McpGuardOptions.Scope says who calls")]
    public static partial void NoScope(this ILogger logger);

    [LoggerMessage(4, LogLevel.Warning, "The tool {Tool} cannot be guarded and is refused: {Fault}")]
    public static partial void Unguardable(this ILogger logger, string tool, string fault);

    [LoggerMessage(5, LogLevel.Information, "The question whether {Tool} may run was answered: {Answer}")]
    public static partial void Asked(this ILogger logger, ToolId tool, string answer);

    [LoggerMessage(6, LogLevel.Warning, "The question whether {Tool} may run could not be asked, and the call stays held")]
    public static partial void NotAsked(this ILogger logger, Exception exception, ToolId tool);

    [LoggerMessage(7, LogLevel.Warning, "Withheld a {Method} that was sent while a result is to be redacted")]
    public static partial void WithheldMessage(this ILogger logger, string method);
}
