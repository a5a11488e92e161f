using System.Diagnostics.CodeAnalysis;

namespace AgentGuard.Cedar.Values;

/// <summary>An IPv4 or IPv6 address with a prefix length: a single address or the range that holds it. Equal only if address, prefix and family are.</summary>
public sealed class CedarIpAddress : IEquatable<CedarIpAddress>
{
    /// <summary>Makes an address.</summary>
    /// <param name="bits">The address; an IPv4 address in the lowest 32 bits.</param>
    /// <param name="prefixLength">From 0 to 32 for IPv4, to 128 for IPv6.</param>
    /// <param name="isIpv6">Which of the two it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">The address or the prefix is too large for the family.</exception>
    public CedarIpAddress(UInt128 bits, int prefixLength, bool isIpv6)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, isIpv6 ? 128 : 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, isIpv6 ? UInt128.MaxValue : uint.MaxValue);
        (Bits, PrefixLength, IsIpv6) = (bits, prefixLength, isIpv6);

        // A shift by 128 is a shift by none.
        HostMask = isIpv6 ? ~(UInt128.MaxValue << (127 - prefixLength) << 1) : (UInt128)uint.MaxValue >> prefixLength;
    }

    /// <summary>The address; an IPv4 address in the lowest 32 bits.</summary>
    public UInt128 Bits { get; }

    /// <summary>From 0 to 32 for IPv4, to 128 for IPv6.</summary>
    public int PrefixLength { get; }

    /// <summary>Whether it is an IPv6 address.</summary>
    public bool IsIpv6 { get; }

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsIpv4 => !IsIpv6;

    /// <summary>Whether it lies in 127.0.0.0/8 or is ::1.</summary>
    public bool IsLoopback => IsIpv6 ? Bits == 1 && PrefixLength == 128 : Bits >> 24 == 127 && PrefixLength >= 8;

    /// <summary>Whether it lies in 224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsIpv6 ? Bits >> 120 == 0xff && PrefixLength >= 8 : Bits >> 28 == 0xe && PrefixLength >= 4;

    private UInt128 HostMask { get; }

    /// <summary>Reads an address as Cedar's <c>ip</c> does: an IPv4 or IPv6 address, possibly with <c>/</c> and a prefix length; no IPv4 notation inside IPv6, no leading zeros in IPv4 or prefix.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The address.</returns>
    /// <exception cref="FormatException">The text is not an address.</exception>
    public static CedarIpAddress Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out CedarIpAddress? value, out string? fault)
            ? value
            : throw new FormatException($"{UnicodeText.Quote(text)} is not an IP address: {fault}");

    /// <summary>Reads an address as Cedar's <c>ip</c> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The address, or null.</param>
    /// <returns>True if the text is an address.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CedarIpAddress? value) => TryParse(text, out value, out _);

    /// <summary>Whether every address of this range is in another. Allocates nothing.</summary>
    /// <param name="range">The other range.</param>
    /// <returns>True if it is; false if one is IPv4 and the other IPv6.</returns>
    public bool IsInRange(CedarIpAddress range)
    {
        ArgumentNullException.ThrowIfNull(range);
        return IsIpv6 == range.IsIpv6
            && PrefixLength >= range.PrefixLength
            && (Bits | range.HostMask) == (range.Bits | range.HostMask);
    }

    /// <inheritdoc/>
    public bool Equals(CedarIpAddress? other) =>
        other is not null && Bits == other.Bits && PrefixLength == other.PrefixLength && IsIpv6 == other.IsIpv6;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CedarIpAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Bits, PrefixLength, IsIpv6);

    /// <summary>The text that Cedar reads as this address; the prefix stands only where it is not the whole length. IPv6 is compressed (RFC 5952) and hexadecimal throughout.</summary>
    /// <returns><c>10.0.0.0/8</c> or the like.</returns>
    public override string ToString() => IpAddressText.Write(this);

    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out CedarIpAddress? value, [NotNullWhen(false)] out string? fault)
    {
        fault = IpAddressText.Read(text, out value);
        return value is not null;
    }
}
