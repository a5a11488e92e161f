namespace AgentGuard;

/// <summary>How large a bundle may be. A folder is read by a process that guards others: it must not fall over it.</summary>
internal static class BundleLimits
{
    public const int MaxFiles = 256;
    public const int MaxFileBytes = 4 << 20;
    public const int MaxTotalBytes = 32 << 20;
    public const int MaxPolicies = 10_000;
    public const int MaxTools = 10_000;
}
