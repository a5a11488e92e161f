using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>A comparison of two values, and the value next to a bound with which it holds.</summary>
/// <param name="Symbol">As explanations write it.</param>
/// <param name="Step">How far from the bound the nearest value is that is on the right side: -1, 0 or 1.</param>
/// <param name="IsUpward">Whether greater values are on the right side.</param>
internal sealed record Comparison(string Symbol, int Step, bool IsUpward)
{
    private static readonly Comparison s_less = new("<", -1, IsUpward: false);
    private static readonly Comparison s_lessOrEqual = new("≤", 0, IsUpward: false);
    private static readonly Comparison s_greater = new(">", 1, IsUpward: true);
    private static readonly Comparison s_greaterOrEqual = new("≥", 0, IsUpward: true);
    private static readonly Comparison s_equal = new("=", 0, IsUpward: false);
    private static readonly Comparison s_notEqual = new("≠", 0, IsUpward: true);

    public bool IsEquality => this == s_equal || this == s_notEqual;

    public bool IsNegated => this == s_notEqual;

    /// <summary>The comparison that holds where this one does not.</summary>
    public Comparison Negated =>
        this == s_less ? s_greaterOrEqual
        : this == s_greaterOrEqual ? s_less
        : this == s_greater ? s_lessOrEqual
        : this == s_lessOrEqual ? s_greater
        : this == s_equal ? s_notEqual
        : s_equal;

    /// <summary>The same with its sides exchanged.</summary>
    public Comparison Mirrored =>
        this == s_less ? s_greater
        : this == s_greater ? s_less
        : this == s_lessOrEqual ? s_greaterOrEqual
        : this == s_greaterOrEqual ? s_lessOrEqual
        : this;

    public static Comparison? Of(BinaryOperator @operator) => @operator switch
    {
        BinaryOperator.Less => s_less,
        BinaryOperator.LessOrEqual => s_lessOrEqual,
        BinaryOperator.Greater => s_greater,
        BinaryOperator.GreaterOrEqual => s_greaterOrEqual,
        BinaryOperator.Equal => s_equal,
        BinaryOperator.NotEqual => s_notEqual,
        _ => null,
    };

    public static Comparison? Of(ExtensionFunction function) => function switch
    {
        ExtensionFunction.DecimalLessThan => s_less,
        ExtensionFunction.DecimalLessThanOrEqual => s_lessOrEqual,
        ExtensionFunction.DecimalGreaterThan => s_greater,
        ExtensionFunction.DecimalGreaterThanOrEqual => s_greaterOrEqual,
        _ => null,
    };

    /// <summary>The value next to a bound with which the comparison holds; null where there is none.</summary>
    public Value? Nearest(Value bound) => Next(bound, Step);

    /// <summary>The value some smallest steps away; null where values of its kind have none, or it would be out of range.</summary>
    public static Value? Next(Value value, int steps) => value.Kind switch
    {
        ValueKind.Long when Add(value.AsLong, steps) is { } next => next,
        ValueKind.Decimal when Add(value.AsDecimal.TenThousandths, steps) is { } next => new CedarDecimal(next),
        ValueKind.DateTime when Add(value.AsDateTime.Milliseconds, steps) is { } next => new CedarDateTime(next),
        ValueKind.Duration when Add(value.AsDuration.Milliseconds, steps) is { } next => new CedarDuration(next),
        _ => default(Value?),
    };

    private static long? Add(long value, int steps) =>
        steps > 0 && value > long.MaxValue - steps ? null
        : steps < 0 && value < long.MinValue - steps ? null
        : value + steps;
}
