namespace AgentGuard;

/// <summary>How many there may be, both ends included.</summary>
internal readonly record struct CountBounds(long Min, long Max)
{
    /// <summary>Any number.</summary>
    public static CountBounds None { get; } = new(0, long.MaxValue);

    /// <summary>Whether a number is within.</summary>
    public bool Allow(long count) => count >= Min && count <= Max;
}
