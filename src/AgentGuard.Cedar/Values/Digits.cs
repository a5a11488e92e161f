namespace AgentGuard.Cedar.Values;

/// <summary>Decimal digits in the texts of the extension types: ASCII only, in no culture.</summary>
internal static class Digits
{
    /// <summary>The magnitude of <see cref="long.MinValue"/>.</summary>
    public static readonly UInt128 LongestMagnitude = (UInt128)1 << 63;

    /// <summary>Whether a text is nothing but digits, at least one.</summary>
    public static bool AreAll(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Appends digits to a number, any number of leading zeros included.</summary>
    /// <returns>False if the number would pass <see cref="LongestMagnitude"/>.</returns>
    public static bool TryAppend(ref UInt128 number, ReadOnlySpan<char> digits)
    {
        foreach (char c in digits)
        {
            number = (number * 10) + (UInt128)(c - '0');
            if (number > LongestMagnitude)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Gives a magnitude its sign.</summary>
    /// <returns>False if the number is not one of 64 bits.</returns>
    public static bool TrySign(UInt128 magnitude, bool negative, out long number)
    {
        bool fits = negative ? magnitude <= LongestMagnitude : magnitude < LongestMagnitude;
        long bits = unchecked((long)(ulong)magnitude);
        number = fits ? (negative ? unchecked(-bits) : bits) : 0;
        return fits;
    }

    /// <summary>A number of few digits.</summary>
    public static int Read(ReadOnlySpan<char> digits)
    {
        int number = 0;
        foreach (char c in digits)
        {
            number = (number * 10) + (c - '0');
        }

        return number;
    }
}
