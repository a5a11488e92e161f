namespace AgentGuard;

/// <summary>Which values beside the one that is tried a change stands for.</summary>
internal enum Reach
{
    /// <summary>None of an order.</summary>
    One,

    /// <summary>Those below it.</summary>
    Down,

    /// <summary>Those above it.</summary>
    Up,
}
