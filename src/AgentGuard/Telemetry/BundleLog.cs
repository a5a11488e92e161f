using Microsoft.Extensions.Logging;

namespace AgentGuard;

/// <summary>What the log says about policy bundles.</summary>
internal static partial class BundleLog
{
    [LoggerMessage(EventId = 100, EventName = "BundleLoaded", Level = LogLevel.Information, Message = "policy bundle {Bundle} is in force, from {Folder}: {Policies} policies, {Tools} tools")]
    public static partial void BundleLoaded(this ILogger logger, PolicyBundle bundle, string folder, int policies, int tools);

    [LoggerMessage(EventId = 101, EventName = "BundleUnverified", Level = LogLevel.Warning, Message = "policy bundle {Bundle} has no bundle.json: its files are taken as they are, as in development")]
    public static partial void BundleUnverified(this ILogger logger, PolicyBundle bundle);

    [LoggerMessage(EventId = 102, EventName = "BundleWarning", Level = LogLevel.Warning, Message = "policy bundle {Bundle}: {Warning}")]
    public static partial void BundleWarning(this ILogger logger, PolicyBundle bundle, string warning);

    [LoggerMessage(EventId = 103, EventName = "BundleRefused", Level = LogLevel.Error, Message = "an edit of {Folder} is refused, and policy bundle {Bundle} stays in force: {Error}")]
    public static partial void BundleRefused(this ILogger logger, string folder, PolicyBundle bundle, string error, Exception exception);

    [LoggerMessage(EventId = 104, EventName = "BundleNotWatched", Level = LogLevel.Warning, Message = "{Folder} cannot be watched: edits are seen every {Interval}")]
    public static partial void BundleNotWatched(this ILogger logger, string folder, TimeSpan interval, Exception exception);
}
