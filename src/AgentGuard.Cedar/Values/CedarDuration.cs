using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Values;

/// <summary>A span of time, possibly negative.</summary>
/// <param name="Milliseconds">Its length in milliseconds.</param>
public readonly record struct CedarDuration(long Milliseconds)
{
    private static readonly (string Name, long Milliseconds)[] s_units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Reads a duration as Cedar's <c>duration</c> does: an optional minus, then quantities with the units d, h, m, s and ms, each at most once and in this order.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The duration.</returns>
    /// <exception cref="FormatException">The text is not a duration, or out of range.</exception>
    public static CedarDuration Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out CedarDuration value, out string? fault)
            ? value
            : throw new FormatException($"{UnicodeText.Quote(text)} is not a duration: {fault}");

    /// <summary>Reads a duration as Cedar's <c>duration</c> does. Allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The duration, or <c>default</c>.</param>
    /// <returns>True if the text is a duration.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CedarDuration value) => TryParse(text, out value, out _);

    /// <summary>Its whole seconds, rounded towards zero.</summary>
    /// <returns>Seconds.</returns>
    public long ToSeconds() => Milliseconds / 1_000;

    /// <summary>Its whole minutes, rounded towards zero.</summary>
    /// <returns>Minutes.</returns>
    public long ToMinutes() => Milliseconds / 60_000;

    /// <summary>Its whole hours, rounded towards zero.</summary>
    /// <returns>Hours.</returns>
    public long ToHours() => Milliseconds / 3_600_000;

    /// <summary>Its whole days of 24 hours, rounded towards zero.</summary>
    /// <returns>Days.</returns>
    public long ToDays() => Milliseconds / 86_400_000;

    /// <summary>The shortest text that Cedar reads as this duration.</summary>
    /// <returns><c>-1d2h30ms</c> or the like; <c>0ms</c> for none.</returns>
    public override string ToString()
    {
        if (Milliseconds == 0)
        {
            return "0ms";
        }

        StringBuilder builder = new(Milliseconds < 0 ? "-" : "");
        Int128 rest = Int128.Abs(Milliseconds);
        foreach ((string name, long unit) in s_units)
        {
            (Int128 quantity, rest) = Int128.DivRem(rest, unit);
            if (quantity != 0)
            {
                builder.Append(CultureInfo.InvariantCulture, $"{quantity}{name}");
            }
        }

        return builder.ToString();
    }

    internal static bool TryParse(ReadOnlySpan<char> text, out CedarDuration value, [NotNullWhen(false)] out string? fault)
    {
        value = default;
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> rest = negative ? text[1..] : text;
        UInt128 magnitude = 0;
        bool read = !rest.IsEmpty;
        bool fits = true;
        for (int unit = 0; unit < s_units.Length && !rest.IsEmpty; unit++)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits < 1 || !StartsWithUnit(rest[digits..], s_units[unit].Name))
            {
                continue;
            }

            UInt128 quantity = 0;
            fits &= Digits.TryAppend(ref quantity, rest[..digits]);
            magnitude += quantity * (UInt128)s_units[unit].Milliseconds;
            rest = rest[(digits + s_units[unit].Name.Length)..];
        }

        if (!read || !rest.IsEmpty)
        {
            fault = "write quantities with the units d, h, m, s and ms in this order, such as `1d12h`";
            return false;
        }

        if (!fits || !Digits.TrySign(magnitude, negative, out long milliseconds))
        {
            fault = "in milliseconds it must be a 64-bit integer";
            return false;
        }

        value = new CedarDuration(milliseconds);
        fault = null;
        return true;
    }

    private static bool StartsWithUnit(ReadOnlySpan<char> text, string unit) =>
        text.StartsWith(unit, StringComparison.Ordinal) && (unit != "m" || !text.StartsWith("ms", StringComparison.Ordinal));
}
