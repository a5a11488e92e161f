using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class CedarIpAddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1/32", "127.0.0.1")]
    [InlineData("10.1.2.3/8", "10.1.2.3/8")]
    [InlineData("255.255.255.255/0", "255.255.255.255/0")]
    [InlineData("::", "::")]
    [InlineData("::1/128", "::1")]
    [InlineData("1::", "1::")]
    [InlineData("FFEE::/064", null)]
    [InlineData("FFEE::/64", "ffee::/64")]
    [InlineData("0001:0002:0003:0004:0005:0006:0007:0008", "1:2:3:4:5:6:7:8")]
    [InlineData("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0")]
    [InlineData("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8")]
    [InlineData("1:0:0:2:0:0:0:3", "1:0:0:2::3")]
    [InlineData("1:0:0:2:3:0:0:4", "1::2:3:0:0:4")]
    [InlineData("::ffff:102:304", "::ffff:102:304")]
    [InlineData("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789/127", "abcd:ef01:2345:6789:abcd:ef01:2345:6789/127")]
    public void Addresses_and_ranges_are_read_and_written(string text, string? written)
    {
        bool read = CedarIpAddress.TryParse(text, out CedarIpAddress? address);
        Assert.Equal(written is not null, read);
        Assert.Equal(written, address?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/8")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("01.2.3.4")]
    [InlineData("1.2.3.00")]
    [InlineData("256.0.0.1")]
    [InlineData("1.2.3.1000")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("127.1")]
    [InlineData(" 127.0.0.1")]
    [InlineData("127.0.0.1 ")]
    [InlineData("127.0.0.1\0")]
    [InlineData("127.0.0.1:80")]
    [InlineData("-1.0.0.1")]
    [InlineData("1.2.3.4/")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/032")]
    [InlineData("1.2.3.4/08")]
    [InlineData("1.2.3.4/00")]
    [InlineData("1.2.3.4/+8")]
    [InlineData("1.2.3.4/-8")]
    [InlineData("1.2.3.4/8/8")]
    [InlineData("1.2.3.4/8 ")]
    [InlineData("1.2.3.4/255.0.0.0")]
    [InlineData("::/129")]
    [InlineData("::/0128")]
    [InlineData(":")]
    [InlineData(":::")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1::2:3:4:5:6:7:8")]
    [InlineData("1::2::3")]
    [InlineData("1:::2")]
    [InlineData(":1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:")]
    [InlineData("12345::")]
    [InlineData("g::")]
    [InlineData("1\0::")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::ffff:1.2.3.4")]
    [InlineData("::1.2.3.4")]
    [InlineData("1:2:3:4:5:6:1.2.3.4")]
    [InlineData("ABCD:EF01:2345:6789:ABCD:EF01:2345:6789/1280")]
    public void Anything_else_is_no_address(string text)
    {
        Assert.False(CedarIpAddress.TryParse(text, out CedarIpAddress? address));
        Assert.Null(address);
    }

    [Theory]
    [InlineData("nowhere", "`nowhere` is not an IP address: write IPv4 or IPv6, possibly with a prefix, such as `10.0.0.0/8` or `ffee::/64`")]
    [InlineData("::ffff:1.2.3.4", "`::ffff:1.2.3.4` is not an IP address: IPv4 may not be embedded in IPv6")]
    [InlineData("1.2.3.4/33", "`1.2.3.4/33` is not an IP address: a prefix is a number from 0 to 32")]
    public void What_is_wrong_is_said(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CedarIpAddress.Parse(text)).Message);

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.1.2.3/8", true)]
    [InlineData("127.0.0.1/7", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("::1", true)]
    [InlineData("::1/127", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("::ffff:7f00:1", false)]
    public void Loopback_is_a_range_that_has_nothing_else(string text, bool loopback) =>
        Assert.Equal(loopback, CedarIpAddress.Parse(text).IsLoopback);

    [Theory]
    [InlineData("224.0.0.1", true)]
    [InlineData("239.255.255.255/4", true)]
    [InlineData("224.0.0.0/3", false)]
    [InlineData("240.0.0.0", false)]
    [InlineData("ff00::/8", true)]
    [InlineData("ff00::/7", false)]
    [InlineData("fe00::", false)]
    public void Multicast_is_a_range_that_has_nothing_else(string text, bool multicast) =>
        Assert.Equal(multicast, CedarIpAddress.Parse(text).IsMulticast);

    [Theory]
    [InlineData("10.1.2.3", "10.0.0.0/8", true)]
    [InlineData("10.1.2.3", "10.9.9.9/8", true)]
    [InlineData("10.1.2.3/8", "10.0.0.0/8", true)]
    [InlineData("10.1.2.3/7", "10.0.0.0/8", false)]
    [InlineData("11.1.2.3", "10.0.0.0/8", false)]
    [InlineData("1.2.3.4", "0.0.0.0/0", true)]
    [InlineData("1.2.3.4/0", "0.0.0.0/0", true)]
    [InlineData("1.2.3.4", "1.2.3.4", true)]
    [InlineData("1.2.3.4", "1.2.3.5", false)]
    [InlineData("1.2.3.4", "1.2.3.5/31", true)]
    [InlineData("::1", "::/0", true)]
    [InlineData("::1", "::1", true)]
    [InlineData("::1", "::2/127", false)]
    [InlineData("ffee::1", "ffee::/64", true)]
    [InlineData("1.2.3.4", "::/0", false)]
    [InlineData("::1", "0.0.0.0/0", false)]
    public void A_range_holds_what_lies_wholly_in_it(string inner, string outer, bool holds) =>
        Assert.Equal(holds, CedarIpAddress.Parse(inner).IsInRange(CedarIpAddress.Parse(outer)));

    [Fact]
    public void Equality_is_of_address_prefix_and_family()
    {
        Assert.Equal(CedarIpAddress.Parse("10.0.0.1"), CedarIpAddress.Parse("10.0.0.1/32"));
        Assert.NotEqual(CedarIpAddress.Parse("10.0.0.1/8"), CedarIpAddress.Parse("10.0.0.0/8"));
        Assert.NotEqual(CedarIpAddress.Parse("0.0.0.1/32"), CedarIpAddress.Parse("::1/32"));
    }

    [Fact]
    public void An_address_that_does_not_fit_cannot_be_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarIpAddress(0, 33, isIpv6: false));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarIpAddress(0, -1, isIpv6: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CedarIpAddress((UInt128)1 << 32, 32, isIpv6: false));
    }

    [Fact]
    public void Every_address_is_read_back() =>
        Prop.ForAll(AnyValue.Addresses.ToArbitrary(), address => CedarIpAddress.Parse(address.ToString()).Equals(address))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_range_agrees_with_comparing_bit_by_bit() => Prop.ForAll(
        AnyValue.Addresses.ToArbitrary(),
        AnyValue.Addresses.ToArbitrary(),
        (inner, outer) => inner.IsInRange(outer) == IsInRangeBitByBit(inner, outer))
        .QuickCheckThrowOnFailure();

    private static bool IsInRangeBitByBit(CedarIpAddress inner, CedarIpAddress outer)
    {
        int width = inner.IsIpv6 ? 128 : 32;
        return inner.IsIpv6 == outer.IsIpv6
            && inner.PrefixLength >= outer.PrefixLength
            && Enumerable.Range(0, outer.PrefixLength).All(i => ((inner.Bits ^ outer.Bits) >> (width - 1 - i) & 1) == 0);
    }
}
