using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class CedarDecimalTests
{
    [Theory]
    [InlineData("0.0", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("1.5", 15_000)]
    [InlineData("-0.5", -5_000)]
    [InlineData("0.0001", 1)]
    [InlineData("12.3400", 123_400)]
    [InlineData("00000000000000000000000000000000000007.1", 71_000)]
    [InlineData("922337203685477.5807", long.MaxValue)]
    [InlineData("-922337203685477.5808", long.MinValue)]
    public void Digits_a_point_and_up_to_four_digits_are_a_decimal(string text, long tenThousandths)
    {
        Assert.True(CedarDecimal.TryParse(text, out CedarDecimal value));
        Assert.Equal(tenThousandths, value.TenThousandths);
        Assert.Equal(value, CedarDecimal.Parse(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("-.1")]
    [InlineData("+1.0")]
    [InlineData(" 1.0")]
    [InlineData("1.0 ")]
    [InlineData("1.0\n")]
    [InlineData("1.0\0")]
    [InlineData("1,0")]
    [InlineData("1.0.0")]
    [InlineData("--1.0")]
    [InlineData("1e2")]
    [InlineData("1.0e2")]
    [InlineData("NaN")]
    [InlineData("1_000.0")]
    [InlineData("١.٢")]
    [InlineData("1.12345")]
    [InlineData("1.00000")]
    [InlineData("922337203685477.5808")]
    [InlineData("-922337203685477.5809")]
    [InlineData("922337203685478.0")]
    [InlineData("99999999999999999999999999999999999999999999.0")]
    public void Anything_else_is_no_decimal(string text)
    {
        Assert.False(CedarDecimal.TryParse(text, out CedarDecimal value));
        Assert.Equal(default, value);
    }

    [Theory]
    [InlineData("12", "`12` is not a decimal: write digits, a point and one to four digits")]
    [InlineData("1.23456", "`1.23456` is not a decimal: at most four digits may follow the point")]
    [InlineData("1000000000000000.0", "`1000000000000000.0` is not a decimal: it must be from -922337203685477.5808 to 922337203685477.5807")]
    public void What_is_wrong_is_said(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CedarDecimal.Parse(text)).Message);

    [Theory]
    [InlineData(0, "0.0")]
    [InlineData(15_000, "1.5")]
    [InlineData(-1, "-0.0001")]
    [InlineData(long.MinValue, "-922337203685477.5808")]
    public void The_text_is_the_shortest_with_a_fraction(long tenThousandths, string text) =>
        Assert.Equal(text, new CedarDecimal(tenThousandths).ToString());

    [Fact]
    public void Every_decimal_is_read_back() =>
        Prop.ForAll(AnyNumber.Arbitrary, n => CedarDecimal.Parse(new CedarDecimal(n).ToString()).TenThousandths == n)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void The_culture_does_not_matter() => UnderCulture.Run(() =>
    {
        Assert.Equal(-25_000, CedarDecimal.Parse("-2.5").TenThousandths);
        Assert.Equal("-2.5", new CedarDecimal(-25_000).ToString());
        Assert.False(CedarDecimal.TryParse("2,5", out _));
    });
}
