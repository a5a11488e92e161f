namespace AgentGuard.Cedar.Values;

/// <summary>An IPv4 or IPv6 address with a prefix length.</summary>
/// <param name="Bits">The address; an IPv4 address in the lowest 32 bits.</param>
/// <param name="PrefixLength">From 0 to 32 for IPv4, to 128 for IPv6.</param>
/// <param name="IsIpv6">Which of the two it is.</param>
public sealed record CedarIpAddress(UInt128 Bits, int PrefixLength, bool IsIpv6);
