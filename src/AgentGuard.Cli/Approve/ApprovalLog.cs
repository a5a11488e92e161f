using Microsoft.Extensions.Logging;

namespace AgentGuard.Cli;

/// <summary>What is said of those who answer held calls.</summary>
internal static partial class ApprovalLog
{
    [LoggerMessage(1, LogLevel.Information, "User `{User}` answered {Id} with {Answer}: {Outcome}")]
    public static partial void Answered(this ILogger logger, string user, string answer, string id, string outcome);

    [LoggerMessage(2, LogLevel.Error, "A held call could not be answered, and nothing was accepted: {Fault}")]
    public static partial void ApprovalFailed(this ILogger logger, string fault);

    [LoggerMessage(3, LogLevel.Debug, "Somebody who wanted to answer has gone: {Fault}")]
    public static partial void ApproverGone(this ILogger logger, string fault);

    [LoggerMessage(4, LogLevel.Debug, "Nobody can answer held calls any more")]
    public static partial void ApprovalsEnded(this ILogger logger);
}
