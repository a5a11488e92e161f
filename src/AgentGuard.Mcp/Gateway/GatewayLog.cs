using Microsoft.Extensions.Logging;

namespace AgentGuard.Mcp;

/// <summary>The gateway's log messages. None holds an argument or a result.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1, LogLevel.Debug, "{Peer} closed its connection")]
    public static partial void PeerClosed(this ILogger logger, string peer);

    [LoggerMessage(2, LogLevel.Warning, "{Peer} is gone: {Fault}")]
    public static partial void PeerFailed(this ILogger logger, string peer, string fault);

    [LoggerMessage(3, LogLevel.Warning, "{Peer} sent a message that {Fault}; it is left out (number {Count})")]
    public static partial void MessageRejected(this ILogger logger, string peer, string fault, uint count);

    [LoggerMessage(4, LogLevel.Debug, "{Peer} sent an answer that nobody waits for; it is left out")]
    public static partial void AnswerDropped(this ILogger logger, string peer);

    [LoggerMessage(5, LogLevel.Warning, "A request of {Peer} was refused: {Fault} (number {Count})")]
    public static partial void RequestRefused(this ILogger logger, string peer, string fault, uint count);

    [LoggerMessage(6, LogLevel.Warning, "The {Kind} `{Name}` of server `{Server}` is blocked: {Reason}")]
    public static partial void Blocked(this ILogger logger, string kind, string name, string server, string reason);

    [LoggerMessage(7, LogLevel.Warning, "{What} of server `{Server}` is left out: {Reason}")]
    public static partial void LeftOut(this ILogger logger, string what, string server, string reason);

    [LoggerMessage(8, LogLevel.Information, "Server `{Server}` is connected: {Tools} tools, {Prompts} prompts, {Resources} resources and templates")]
    public static partial void Connected(this ILogger logger, string server, int tools, int prompts, int resources);

    [LoggerMessage(9, LogLevel.Error, "Server `{Server}` is not there: {Fault}")]
    public static partial void NotConnected(this ILogger logger, string server, string fault);

    [LoggerMessage(10, LogLevel.Information, "A client has come: {Chain}, session {Session}")]
    public static partial void SessionBegun(this ILogger logger, string chain, string session);

    [LoggerMessage(11, LogLevel.Information, "[{Server}] {Line}")]
    public static partial void ServerSays(this ILogger logger, string server, string line);

    [LoggerMessage(12, LogLevel.Warning, "Server `{Server}` did not answer `{Method}`: {Fault}")]
    public static partial void CallFailed(this ILogger logger, string server, string method, string fault);

    [LoggerMessage(13, LogLevel.Warning, "The lists of server `{Server}` cannot be read again, and stay as they are: {Fault}")]
    public static partial void NotRefreshed(this ILogger logger, string server, string fault);

    [LoggerMessage(14, LogLevel.Warning, "Server `{Server}` did not end by itself and is ended")]
    public static partial void ServerKilled(this ILogger logger, string server);

    [LoggerMessage(15, LogLevel.Error, "The tools of server `{Server}` do not fit the policies in force: {Fault}")]
    public static partial void ToolsDoNotFit(this ILogger logger, string server, string fault);
}
