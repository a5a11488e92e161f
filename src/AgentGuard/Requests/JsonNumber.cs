using System.Globalization;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Numbers in JSON: which of them mean the same to everybody, and what they are to Cedar.</summary>
internal static class JsonNumber
{
    // A double keeps any 15 digits, away from the ends of its range (IEEE 754 binary64).
    private const int ExactDigits = 15;
    private const int ExactPoint = 290;
    private const int MaxFormattedLength = 32;

    /// <summary>Whether canonical JSON (RFC 8785: the number as a double) keeps the value, so that who decides and who runs read the same.</summary>
    public static bool IsExact(ReadOnlySpan<byte> literal)
    {
        if (literal.Length > DecimalLiteral.MaxLength)
        {
            return false;
        }

        DecimalLiteral number = DecimalLiteral.Read(literal, stackalloc byte[DecimalLiteral.MaxLength]);
        if (number.Digits.IsEmpty)
        {
            return !number.IsNegative; // -0 becomes 0, which a tool can tell apart
        }

        if (IsShort(number))
        {
            return true;
        }

        Span<byte> text = stackalloc byte[MaxFormattedLength];
        double value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) && value != 0 && number.HasValueOf(Shortest(value, text, stackalloc byte[MaxFormattedLength]));
    }

    /// <summary>
    /// Writes a number as RFC 8785, section 3.2.2.3, has it: as ECMAScript does. One beyond the range of a double, which the RFC excludes,
    /// stays as it is written.
    /// </summary>
    public static void WriteCanonical(ReadOnlySpan<byte> literal, PooledBuffer output)
    {
        if (literal.Length <= DecimalLiteral.MaxLength)
        {
            DecimalLiteral number = DecimalLiteral.Read(literal, stackalloc byte[DecimalLiteral.MaxLength]);
            if (number.Digits.IsEmpty || IsShort(number))
            {
                Write(number, output);
                return;
            }
        }

        double value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            output.Write(literal);
            return;
        }

        Span<byte> text = stackalloc byte[MaxFormattedLength];
        Write(Shortest(value, text, stackalloc byte[MaxFormattedLength]), output);
    }

    /// <summary>Reads a whole number as it is written in plain digits; <c>1.0</c> and <c>1e2</c> are none.</summary>
    public static bool TryGetLong(ReadOnlySpan<byte> literal, out long value) =>
        long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a number that is exactly a Cedar decimal.</summary>
    public static bool TryGetDecimal(ReadOnlySpan<byte> literal, out CedarDecimal value)
    {
        value = default;
        if (literal.Length > DecimalLiteral.MaxLength)
        {
            return false;
        }

        DecimalLiteral number = DecimalLiteral.Read(literal, stackalloc byte[DecimalLiteral.MaxLength]);
        int zeros = number.Point + 4 - number.Digits.Length;
        if (number.Digits.IsEmpty || zeros < 0 || number.Point + 4 > 19)
        {
            return number.Digits.IsEmpty;
        }

        Int128 tenThousandths = 0;
        foreach (byte digit in number.Digits)
        {
            tenThousandths = (tenThousandths * 10) + (digit - '0');
        }

        for (; zeros > 0; zeros--)
        {
            tenThousandths *= 10;
        }

        tenThousandths = number.IsNegative ? -tenThousandths : tenThousandths;
        if (tenThousandths < long.MinValue || tenThousandths > long.MaxValue)
        {
            return false;
        }

        value = new CedarDecimal((long)tenThousandths);
        return true;
    }

    private static bool IsShort(DecimalLiteral number) =>
        number.Digits.Length <= ExactDigits && number.Point is > -ExactPoint and < ExactPoint;

    /// <summary>The fewest digits that read back as the same double, which is what ECMAScript writes.</summary>
    private static DecimalLiteral Shortest(double value, Span<byte> text, Span<byte> scratch)
    {
        value.TryFormat(text, out int length, default, CultureInfo.InvariantCulture);
        return DecimalLiteral.Read(text[..length], scratch);
    }

    private static void Write(DecimalLiteral number, PooledBuffer output)
    {
        ReadOnlySpan<byte> digits = number.Digits;
        int point = number.Point;
        if (digits.IsEmpty)
        {
            output.Write((byte)'0');
            return;
        }

        if (number.IsNegative)
        {
            output.Write((byte)'-');
        }

        if (point is > 0 and <= 21)
        {
            output.Write(digits[..Math.Min(point, digits.Length)]);
            WriteZeros(point - digits.Length, output);
            WriteFraction(digits[Math.Min(point, digits.Length)..], output);
        }
        else if (point is > -6 and <= 0)
        {
            output.Write("0."u8);
            WriteZeros(-point, output);
            output.Write(digits);
        }
        else
        {
            output.Write(digits[0]);
            WriteFraction(digits[1..], output);
            output.Write(point > 0 ? "e+"u8 : "e-"u8);
            Span<byte> exponent = stackalloc byte[8];
            Math.Abs(point - 1).TryFormat(exponent, out int length, default, CultureInfo.InvariantCulture);
            output.Write(exponent[..length]);
        }
    }

    private static void WriteFraction(ReadOnlySpan<byte> digits, PooledBuffer output)
    {
        if (!digits.IsEmpty)
        {
            output.Write((byte)'.');
            output.Write(digits);
        }
    }

    private static void WriteZeros(int count, PooledBuffer output)
    {
        for (; count > 0; count--)
        {
            output.Write((byte)'0');
        }
    }
}
