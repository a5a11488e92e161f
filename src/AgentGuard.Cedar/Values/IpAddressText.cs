using System.Buffers;
using System.Globalization;
using System.Text;

namespace AgentGuard.Cedar.Values;

/// <summary>The text of Cedar's <c>ip</c>. The base class library reads more forms than Cedar does: octal, short and scoped addresses.</summary>
internal static class IpAddressText
{
    // ABCD:EF01:2345:6789:ABCD:EF01:2345:6789/128
    private const int LongestText = 43;
    private const int Groups = 8;
    private const string NotAnAddress = "write IPv4 or IPv6, possibly with a prefix, such as `10.0.0.0/8` or `ffee::/64`";

    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads an address.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? Read(ReadOnlySpan<char> text, out CedarIpAddress? address)
    {
        address = null;
        if (text.Length > LongestText)
        {
            return "it is longer than 43 characters";
        }

        if (text.Count(':') > 1 && text.Count('.') > 1)
        {
            return "IPv4 may not be embedded in IPv6";
        }

        int slash = text.IndexOf('/');
        ReadOnlySpan<char> host = slash < 0 ? text : text[..slash];
        bool isIpv6 = TryReadIpv6(host, out UInt128 bits);
        if (!isIpv6 && !TryReadIpv4(host, out bits))
        {
            return NotAnAddress;
        }

        int prefix = isIpv6 ? 128 : 32;
        if (slash >= 0 && !TryReadPrefix(text[(slash + 1)..], ref prefix))
        {
            return isIpv6 ? "a prefix is a number from 0 to 128" : "a prefix is a number from 0 to 32";
        }

        address = new CedarIpAddress(bits, prefix, isIpv6);
        return null;
    }

    public static string Write(CedarIpAddress address)
    {
        StringBuilder builder = new(LongestText);
        if (address.IsIpv6)
        {
            AppendIpv6(builder, address.Bits);
        }
        else
        {
            uint bits = (uint)address.Bits;
            builder.Append(CultureInfo.InvariantCulture, $"{bits >> 24}.{(bits >> 16) & 0xff}.{(bits >> 8) & 0xff}.{bits & 0xff}");
        }

        if (address.PrefixLength < (address.IsIpv6 ? 128 : 32))
        {
            builder.Append(CultureInfo.InvariantCulture, $"/{address.PrefixLength}");
        }

        return builder.ToString();
    }

    private static bool TryReadPrefix(ReadOnlySpan<char> text, ref int prefix)
    {
        int longest = prefix;
        if (text.Length > 3 || !Digits.AreAll(text) || (text[0] == '0' && text.Length > 1))
        {
            return false;
        }

        prefix = Digits.Read(text);
        return prefix <= longest;
    }

    private static bool TryReadIpv4(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        int octets = 0;
        foreach (Range part in text.Split('.'))
        {
            ReadOnlySpan<char> octet = text[part];
            if (++octets > 4 || octet.Length > 3 || !Digits.AreAll(octet) || (octet[0] == '0' && octet.Length > 1) || Digits.Read(octet) > 255)
            {
                return false;
            }

            bits = (bits << 8) | (uint)Digits.Read(octet);
        }

        return octets == 4;
    }

    private static bool TryReadIpv6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        int gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return TryReadGroups(text, out bits, out int all) && all == Groups;
        }

        ReadOnlySpan<char> behind = text[(gap + 2)..];
        bits = 0;
        int tail = 0;
        int head = 0;
        if (gap > 0 && !TryReadGroups(text[..gap], out bits, out head))
        {
            return false;
        }

        UInt128 low = 0;
        if (!behind.IsEmpty && !TryReadGroups(behind, out low, out tail))
        {
            return false;
        }

        // The gap stands for at least one group.
        bits = head == 0 ? low : (bits << (16 * (Groups - head))) | low;
        return head + tail < Groups;
    }

    private static bool TryReadGroups(ReadOnlySpan<char> text, out UInt128 bits, out int groups)
    {
        bits = 0;
        groups = 0;
        foreach (Range part in text.Split(':'))
        {
            ReadOnlySpan<char> group = text[part];
            if (++groups > Groups || group.Length is 0 or > 4 || group.ContainsAnyExcept(s_hexadecimal))
            {
                return false;
            }

            bits = (bits << 16) | ushort.Parse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return true;
    }

    private static void AppendIpv6(StringBuilder builder, UInt128 bits)
    {
        (int start, int length) = LongestZeros(bits);
        for (int i = 0; i < Groups; i++)
        {
            if (i == start)
            {
                builder.Append("::");
                i += length - 1;
                continue;
            }

            string separator = i == 0 || i == start + length ? "" : ":";
            builder.Append(CultureInfo.InvariantCulture, $"{separator}{Group(bits, i):x}");
        }
    }

    // The first of the longest runs of at least two zero groups (RFC 5952, 4.2).
    private static (int Start, int Length) LongestZeros(UInt128 bits)
    {
        (int Start, int Length) longest = (-1, 1);
        int run = 0;
        for (int i = 0; i < Groups; i++)
        {
            run = Group(bits, i) == 0 ? run + 1 : 0;
            if (run > longest.Length)
            {
                longest = (i - run + 1, run);
            }
        }

        return longest.Start < 0 ? (-2, 0) : longest;
    }

    private static ushort Group(UInt128 bits, int index) => (ushort)(bits >> (16 * (Groups - 1 - index)));
}
