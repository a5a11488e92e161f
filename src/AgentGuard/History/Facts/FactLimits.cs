namespace AgentGuard;

/// <summary>How far facts may go.</summary>
internal static class FactLimits
{
    /// <summary>The longest window.</summary>
    public const int MaxDays = 400;

    /// <summary>How many partitions a guard keeps monitors of; those that were not used for the longest are made again when they are.</summary>
    public const int MaxViews = 10_000;

    /// <summary>After which idle while monitors may be thrown away.</summary>
    public static TimeSpan ViewLifetime { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How far the clocks of several guards over one history may be apart.</summary>
    public static TimeSpan MaxSkew { get; } = TimeSpan.FromSeconds(5);
}
