namespace AgentGuard.Cedar.Evaluation;

/// <summary>
/// How much work a decision may be. A policy costs one step for each node of its conditions, and what its operations look at:
/// one step for each element of a set or record, and for each character that is matched, compared or read as a number or the like.
/// </summary>
public sealed class PolicySetOptions
{
    /// <summary>The limits that hold where none are given.</summary>
    public static PolicySetOptions Default { get; } = new();

    /// <summary>The most steps of one policy; beyond them it fails to evaluate. 4,194,304 by default.</summary>
    public long MaxStepsPerPolicy { get; init => field = Positive(value); } = 1 << 22;

    /// <summary>The most steps of all policies that are looked at for one request; policies beyond them fail to evaluate. 16,777,216 by default.</summary>
    public long MaxStepsPerRequest { get; init => field = Positive(value); } = 1 << 24;

    private static long Positive(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        return value;
    }
}
