using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AgentGuard.Cedar.Values;

/// <summary>A fixed-point number, from -922337203685477.5808 to 922337203685477.5807.</summary>
/// <param name="TenThousandths">The number times 10,000.</param>
public readonly record struct CedarDecimal(long TenThousandths)
{
    private const int FractionDigits = 4;
    private const int Unit = 10_000;

    /// <summary>Reads a decimal as Cedar's <c>decimal</c> does: an optional minus, digits, a point, one to four digits.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The decimal.</returns>
    /// <exception cref="FormatException">The text is not a decimal, or out of range.</exception>
    public static CedarDecimal Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out CedarDecimal value, out string? fault)
            ? value
            : throw new FormatException($"{UnicodeText.Quote(text)} is not a decimal: {fault}");

    /// <summary>Reads a decimal as Cedar's <c>decimal</c> does. Allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The decimal, or <c>default</c>.</param>
    /// <returns>True if the text is a decimal.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CedarDecimal value) => TryParse(text, out value, out _);

    /// <summary>The shortest text that Cedar reads as this decimal, with at least one fraction digit.</summary>
    /// <returns><c>-12.5</c> or the like.</returns>
    public override string ToString()
    {
        UInt128 magnitude = (UInt128)Int128.Abs(TenThousandths);
        string sign = TenThousandths < 0 ? "-" : "";
        string text = string.Create(CultureInfo.InvariantCulture, $"{sign}{magnitude / Unit}.{magnitude % Unit:0000}");
        string trimmed = text.TrimEnd('0');
        return trimmed[^1] == '.' ? trimmed + "0" : trimmed;
    }

    internal static bool TryParse(ReadOnlySpan<char> text, out CedarDecimal value, [NotNullWhen(false)] out string? fault)
    {
        value = default;
        bool negative = text.StartsWith('-');
        ReadOnlySpan<char> digits = negative ? text[1..] : text;
        int point = digits.IndexOf('.');
        if (point < 0 || !Digits.AreAll(digits[..point]) || !Digits.AreAll(digits[(point + 1)..]))
        {
            fault = "write digits, a point and one to four digits";
            return false;
        }

        ReadOnlySpan<char> fraction = digits[(point + 1)..];
        if (fraction.Length > FractionDigits)
        {
            fault = "at most four digits may follow the point";
            return false;
        }

        UInt128 magnitude = 0;
        if (!Digits.TryAppend(ref magnitude, digits[..point])
            || !Digits.TryAppend(ref magnitude, fraction)
            || !Digits.TryAppend(ref magnitude, "000".AsSpan(0, FractionDigits - fraction.Length))
            || !Digits.TrySign(magnitude, negative, out long tenThousandths))
        {
            fault = "it must be from -922337203685477.5808 to 922337203685477.5807";
            return false;
        }

        value = new CedarDecimal(tenThousandths);
        fault = null;
        return true;
    }
}
