using Microsoft.Extensions.Logging;

namespace AgentGuard;

/// <summary>The guard's log messages. None holds an argument's value.</summary>
internal static partial class GuardLog
{
    [LoggerMessage(1, LogLevel.Information, "Permitted {Tool} for {Chain}: decision {DecisionId}, audit #{AuditNumber}")]
    public static partial void Permitted(this ILogger logger, ToolId tool, string chain, string decisionId, long? auditNumber);

    [LoggerMessage(2, LogLevel.Warning, "Denied {Tool} for {Chain}: {Reason}, {Message}; decision {DecisionId}, audit #{AuditNumber}")]
    public static partial void Denied(this ILogger logger, ToolId tool, string chain, string? reason, string? message, string decisionId, long? auditNumber);

    [LoggerMessage(3, LogLevel.Warning, "Held {Tool} for {Chain}: request {ApprovalId} expires {Expires}; decision {DecisionId}, audit #{AuditNumber}")]
    public static partial void Held(this ILogger logger, ToolId tool, string chain, string? approvalId, DateTimeOffset? expires, string decisionId, long? auditNumber);

    [LoggerMessage(4, LogLevel.Error, "The guard could not decide {Tool}; the call is denied: decision {DecisionId}")]
    public static partial void Failed(this ILogger logger, Exception exception, ToolId tool, string decisionId);

    [LoggerMessage(5, LogLevel.Error, "{Tool} ran, and its outcome could not be recorded or its result not redacted; the result is withheld: decision {DecisionId}")]
    public static partial void Withheld(this ILogger logger, Exception exception, ToolId tool, string decisionId);

    [LoggerMessage(6, LogLevel.Error, "The refusal of {Tool} could not be recorded: decision {DecisionId}")]
    public static partial void RefusalNotRecorded(this ILogger logger, Exception exception, ToolId tool, string decisionId);

    [LoggerMessage(7, LogLevel.Error, "Nobody could be notified for {PolicyId}: decision {DecisionId}")]
    public static partial void NotNotified(this ILogger logger, Exception exception, string policyId, string decisionId);

    [LoggerMessage(8, LogLevel.Error, "What decision {DecisionId} reserved could not be given back; it stays reserved")]
    public static partial void NotReleased(this ILogger logger, Exception exception, string decisionId);
}
