using System.Globalization;

namespace AgentGuard;

/// <summary>The bounds of numbers. Decimals are compared, of which every Cedar number is exactly one.</summary>
internal sealed record NumberBounds(decimal Min, bool IsMinExclusive, decimal Max, bool IsMaxExclusive)
{
    /// <summary>No bounds.</summary>
    public static NumberBounds None { get; } = new(decimal.MinValue, false, decimal.MaxValue, false);

    /// <summary>Whether a number is within. One that is too large for a decimal never is.</summary>
    public bool Allow(ReadOnlySpan<byte> literal) =>
        decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)
        && (IsMinExclusive ? value > Min : value >= Min)
        && (IsMaxExclusive ? value < Max : value <= Max);

    /// <summary>Reads a bound; one beyond a decimal's range is at its end, where it bounds no number of Cedar.</summary>
    public static decimal Read(ReadOnlySpan<byte> literal) =>
        decimal.TryParse(literal, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value
            : literal[0] == '-' ? decimal.MinValue
            : decimal.MaxValue;

    /// <summary>These bounds and a lower one.</summary>
    public NumberBounds Above(decimal min, bool isExclusive) =>
        min > Min || (min == Min && isExclusive) ? this with { Min = min, IsMinExclusive = isExclusive } : this;

    /// <summary>These bounds and an upper one.</summary>
    public NumberBounds Below(decimal max, bool isExclusive) =>
        max < Max || (max == Max && isExclusive) ? this with { Max = max, IsMaxExclusive = isExclusive } : this;
}
