namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>Compares values.</summary>
internal static class TemporalComparisons
{
    public static bool Holds(TemporalValue left, TemporalComparison comparison, TemporalValue right) => comparison switch
    {
        TemporalComparison.Equal => left.IsSame(right),
        TemporalComparison.NotEqual => !left.IsSame(right),
        _ => left.Integer is { } one && right.Integer is { } other && Holds(one, comparison, other),
    };

    /// <summary>The same, where only whole numbers can be ordered: a quiet false would permit what an `unless` asks.</summary>
    /// <exception cref="TemporalFaultException">Something else is to be ordered.</exception>
    public static bool HoldsStrictly(TemporalValue left, TemporalComparison comparison, TemporalValue right) =>
        IsOrder(comparison) && (left.Integer is null || right.Integer is null)
            ? throw new TemporalFaultException("it asks which is more of two values that are not both whole numbers")
            : Holds(left, comparison, right);

    /// <summary>Whole numbers.</summary>
    public static bool Holds(long left, TemporalComparison comparison, long right) => comparison switch
    {
        TemporalComparison.Equal => left == right,
        TemporalComparison.NotEqual => left != right,
        TemporalComparison.Less => left < right,
        TemporalComparison.LessOrEqual => left <= right,
        TemporalComparison.Greater => left > right,
        _ => left >= right,
    };

    /// <summary>The comparison with its sides changed.</summary>
    public static TemporalComparison Turned(TemporalComparison comparison) => comparison switch
    {
        TemporalComparison.Less => TemporalComparison.Greater,
        TemporalComparison.LessOrEqual => TemporalComparison.GreaterOrEqual,
        TemporalComparison.Greater => TemporalComparison.Less,
        TemporalComparison.GreaterOrEqual => TemporalComparison.LessOrEqual,
        _ => comparison,
    };

    /// <summary>A value that is known without looking at events.</summary>
    public static TemporalValue? Resolve(TemporalTerm term, IReadOnlyDictionary<string, TemporalValue> request) => term switch
    {
        TemporalTerm.Literal literal => literal.Value,
        TemporalTerm.OfRequest path => request.TryGetValue(path.Path, out TemporalValue? value) ? value : null,
        _ => null,
    };

    public static bool IsOrder(TemporalComparison comparison) => comparison is not (TemporalComparison.Equal or TemporalComparison.NotEqual);

    public static bool IsPlain(TemporalTerm term) => term is TemporalTerm.Literal or TemporalTerm.OfRequest;
}
