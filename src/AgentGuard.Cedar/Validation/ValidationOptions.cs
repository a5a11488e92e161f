namespace AgentGuard.Cedar.Validation;

/// <summary>How policies are validated.</summary>
public sealed record ValidationOptions
{
    /// <summary>What holds where nothing is given.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>
    /// How many entities an expression may reach through, one behind the other: <c>principal.name</c> reaches through one,
    /// <c>principal.manager.name</c> and <c>principal.manager in Group::"g"</c> through two. Who loads entities for a request then knows
    /// which are enough. From 0; null, the default, for any number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int? MaxLevel
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// The most work of one validation, in nodes of expressions that are typed; a policy is typed once for each action and each pair of
    /// types that the action applies to. What is beyond is not valid. 134,217,728 by default, at least 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public long MaxSteps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1L << 27;
}
