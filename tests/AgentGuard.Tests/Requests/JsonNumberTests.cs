using System.Text;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Tests.Requests;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("0e999999999999")]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("0.1")]
    [InlineData("123456789012345")]
    [InlineData("9007199254740991")]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("9007199254740994")]
    [InlineData("1e300")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("5e-324")]
    [InlineData("10000000000000000000000")]
    public void A_number_that_a_double_keeps_is_exact(string literal) => Assert.True(JsonNumber.IsExact(Encoding.UTF8.GetBytes(literal)));

    [Theory]
    [InlineData("-0")]
    [InlineData("-0.0")]
    [InlineData("-0e5")]
    [InlineData("9007199254740993")]
    [InlineData("-9007199254740993")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("18446744073709551616")]
    [InlineData("333333333.33333329")]
    [InlineData("0.1000000000000000055511151231257827")]
    [InlineData("1e309")]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("1e99999999999999999999")]
    [InlineData("1e-400")]
    [InlineData("4.9e-324")]
    public void A_number_that_a_double_changes_is_not(string literal) => Assert.False(JsonNumber.IsExact(Encoding.UTF8.GetBytes(literal)));

    [Fact]
    public void A_number_of_a_hundred_thousand_digits_is_not_read() =>
        Assert.False(JsonNumber.IsExact(Encoding.UTF8.GetBytes("1." + new string('0', 100_000))));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5", 50_000)]
    [InlineData("-5", -50_000)]
    [InlineData("0.0001", 1)]
    [InlineData("1.5000000", 15_000)]
    [InlineData("1e2", 1_000_000)]
    [InlineData("12.5e-3", 125)]
    [InlineData("922337203685477.5807", long.MaxValue)]
    [InlineData("-922337203685477.5808", long.MinValue)]
    public void A_number_of_four_places_is_a_decimal(string literal, long tenThousandths)
    {
        Assert.True(JsonNumber.TryGetDecimal(Encoding.UTF8.GetBytes(literal), out CedarDecimal value));
        Assert.Equal(tenThousandths, value.TenThousandths);
    }

    [Theory]
    [InlineData("0.00001")]
    [InlineData("1.00005")]
    [InlineData("922337203685477.5808")]
    [InlineData("-922337203685477.5809")]
    [InlineData("1e15")]
    [InlineData("1e300")]
    [InlineData("1e-300")]
    public void Any_other_number_is_none_and_is_not_rounded(string literal) =>
        Assert.False(JsonNumber.TryGetDecimal(Encoding.UTF8.GetBytes(literal), out _));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e2")]
    [InlineData("9223372036854775808")]
    public void Only_plain_digits_are_a_long(string literal) => Assert.False(JsonNumber.TryGetLong(Encoding.UTF8.GetBytes(literal), out _));

    [SkippableTheory]
    [MemberData(nameof(Cultures.Names), MemberType = typeof(Cultures))]
    public void No_culture_changes_what_a_number_is(string culture)
    {
        (bool, bool, bool, long, long) read = Cultures.In(culture, () =>
        (
            JsonNumber.IsExact("-1234567.2500000000000001"u8),
            JsonNumber.IsExact("-1234567890123456e-3"u8),
            JsonNumber.TryGetLong("1.000"u8, out _),
            JsonNumber.TryGetLong("-1000"u8, out long whole) ? whole : 0,
            JsonNumber.TryGetDecimal("-1.5"u8, out CedarDecimal number) ? number.TenThousandths : 0));

        Assert.Equal((false, true, false, -1000L, -15_000L), read);
    }
}
