namespace AgentGuard;

/// <summary>
/// A JSON number taken apart without rounding: plus or minus 0.<see cref="Digits"/> times ten to the power of <see cref="Point"/>.
/// The digits have no zero at either end, so two literals of one value are taken apart alike.
/// </summary>
internal readonly ref struct DecimalLiteral
{
    /// <summary>The longest literal that is read. The longest that a double needs has 17 digits; nobody means more than this.</summary>
    public const int MaxLength = 128;

    private const int MaxExponent = 1_000_000;

    private DecimalLiteral(bool isNegative, ReadOnlySpan<byte> digits, int point)
    {
        IsNegative = isNegative;
        Digits = digits;
        Point = point;
    }

    /// <summary>Whether it has a minus sign, zero included.</summary>
    public bool IsNegative { get; }

    /// <summary>ASCII digits; none for zero.</summary>
    public ReadOnlySpan<byte> Digits { get; }

    /// <summary>The power of ten; 0 for zero.</summary>
    public int Point { get; }

    /// <summary>Takes a number apart.</summary>
    /// <param name="literal">A number as JSON, or .NET's invariant culture, writes it; at most <see cref="MaxLength"/> bytes.</param>
    /// <param name="scratch">At least as long as the literal; the digits stay in it.</param>
    public static DecimalLiteral Read(ReadOnlySpan<byte> literal, Span<byte> scratch)
    {
        bool isNegative = literal[0] == '-';
        int count = 0;
        int point = 0;
        bool isFraction = false;
        int i = isNegative ? 1 : 0;
        for (; i < literal.Length && literal[i] is not ((byte)'e' or (byte)'E'); i++)
        {
            byte c = literal[i];
            if (c == '.')
            {
                isFraction = true;
            }
            else if (c == '0' && count == 0)
            {
                point -= isFraction ? 1 : 0;
            }
            else
            {
                scratch[count++] = c;
                point += isFraction ? 0 : 1;
            }
        }

        while (count > 0 && scratch[count - 1] == '0')
        {
            count--;
        }

        return count == 0
            ? new DecimalLiteral(isNegative, [], 0)
            : new DecimalLiteral(isNegative, scratch[..count], point + ReadExponent(literal[i..]));
    }

    /// <summary>Whether both have the same value; zero and minus zero differ.</summary>
    public bool HasValueOf(DecimalLiteral other) =>
        IsNegative == other.IsNegative && Point == other.Point && Digits.SequenceEqual(other.Digits);

    private static int ReadExponent(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        int exponent = 0;
        foreach (byte c in text[1..])
        {
            if (char.IsAsciiDigit((char)c))
            {
                // Beyond any double: where exactly makes no difference.
                exponent = Math.Min((exponent * 10) + (c - '0'), MaxExponent);
            }
        }

        return text[1] == '-' ? -exponent : exponent;
    }
}
