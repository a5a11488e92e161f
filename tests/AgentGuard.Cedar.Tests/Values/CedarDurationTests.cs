using AgentGuard.Cedar.Values;
using FsCheck.Fluent;
using FsCheck;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class CedarDurationTests
{
    [Theory]
    [InlineData("0ms", 0)]
    [InlineData("-0s", 0)]
    [InlineData("5ms", 5)]
    [InlineData("5m", 300_000)]
    [InlineData("5m5ms", 300_005)]
    [InlineData("1d2h3m4s5ms", 93_784_005)]
    [InlineData("-1d2h3m4s5ms", -93_784_005)]
    [InlineData("1d5ms", 86_400_005)]
    [InlineData("00000000000000000000000000001s", 1_000)]
    [InlineData("90m", 5_400_000)]
    [InlineData("9223372036854775807ms", long.MaxValue)]
    [InlineData("-9223372036854775808ms", long.MinValue)]
    [InlineData("-106751991167d7h12m55s808ms", long.MinValue)]
    public void Quantities_in_order_are_a_duration(string text, long milliseconds)
    {
        Assert.True(CedarDuration.TryParse(text, out CedarDuration value));
        Assert.Equal(milliseconds, value.Milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("5")]
    [InlineData("d")]
    [InlineData("ms")]
    [InlineData("+1s")]
    [InlineData("1s1m")]
    [InlineData("1d1d")]
    [InlineData("1ms1s")]
    [InlineData("1s-1ms")]
    [InlineData("--1s")]
    [InlineData("1 s")]
    [InlineData("1S")]
    [InlineData("1.5s")]
    [InlineData("1w")]
    [InlineData("1s\n")]
    [InlineData("1h5")]
    [InlineData("9223372036854775808ms")]
    [InlineData("-9223372036854775809ms")]
    [InlineData("9223372036854775s808ms")]
    [InlineData("18446744073709551616d")]
    [InlineData("340282366920938463463374607431768211457ms")]
    [InlineData("99999999999999999999999999999999999999999999999999d")]
    public void Anything_else_is_no_duration(string text)
    {
        Assert.False(CedarDuration.TryParse(text, out CedarDuration value));
        Assert.Equal(default, value);
    }

    [Theory]
    [InlineData("1s1m", "`1s1m` is not a duration: write quantities with the units d, h, m, s and ms in this order, such as `1d12h`")]
    [InlineData("9223372036854775808ms", "`9223372036854775808ms` is not a duration: in milliseconds it must be a 64-bit integer")]
    public void What_is_wrong_is_said(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CedarDuration.Parse(text)).Message);

    [Theory]
    [InlineData(86_399_999, 86_399, 1_439, 23, 0)]
    [InlineData(-86_399_999, -86_399, -1_439, -23, 0)]
    [InlineData(-1, 0, 0, 0, 0)]
    [InlineData(172_800_000, 172_800, 2_880, 48, 2)]
    public void Larger_units_round_towards_zero(long milliseconds, long seconds, long minutes, long hours, long days)
    {
        CedarDuration duration = new(milliseconds);
        Assert.Equal((seconds, minutes, hours, days), (duration.ToSeconds(), duration.ToMinutes(), duration.ToHours(), duration.ToDays()));
    }

    [Fact]
    public void Every_duration_is_read_back() =>
        Prop.ForAll(AnyNumber.Arbitrary, n => CedarDuration.Parse(new CedarDuration(n).ToString()).Milliseconds == n)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_culture_does_not_matter() => UnderCulture.Run(() =>
    {
        Assert.Equal("-1h500ms", new CedarDuration(-3_600_500).ToString());
        Assert.Equal(-3_600_500, CedarDuration.Parse("-1h500ms").Milliseconds);
    });
}
