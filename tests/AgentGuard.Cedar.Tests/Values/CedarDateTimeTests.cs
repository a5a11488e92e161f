using AgentGuard.Cedar.Values;
using FsCheck;
using FsCheck.Fluent;

namespace AgentGuard.Cedar.Tests.Values;

public sealed class CedarDateTimeTests
{
    private const long Day = 86_400_000;

    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("1970-01-01T00:00:00.001Z", 1)]
    [InlineData("1969-12-31T23:59:59.999Z", -1)]
    [InlineData("2024-10-15", 1_728_950_400_000)]
    [InlineData("2024-10-15T11:35:00Z", 1_728_992_100_000)]
    [InlineData("2024-10-15T11:35:00.250+0700", 1_728_966_900_250)]
    [InlineData("2024-10-15T11:35:00-0030", 1_728_993_900_000)]
    [InlineData("1970-01-01T00:00:00-2359", 86_340_000)]
    [InlineData("1970-01-01T00:00:00-0000", 0)]
    [InlineData("2024-02-29", 1_709_164_800_000)]
    [InlineData("2000-02-29", 951_782_400_000)]
    [InlineData("0000-02-29", -62_162_121_600_000)]
    [InlineData("0000-01-01", -62_167_219_200_000)]
    [InlineData("0000-01-01T00:00:00+2359", -62_167_305_540_000)]
    [InlineData("9999-12-31T23:59:59.999Z", 253_402_300_799_999)]
    [InlineData("9999-12-31T23:59:59.999-2359", 253_402_387_139_999)]
    public void A_date_with_or_without_a_time_is_an_instant(string text, long milliseconds)
    {
        Assert.True(CedarDateTime.TryParse(text, out CedarDateTime value));
        Assert.Equal(milliseconds, value.Milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024")]
    [InlineData("2024-1-1")]
    [InlineData("24-10-15")]
    [InlineData("02024-10-15")]
    [InlineData("-2024-10-15")]
    [InlineData("2024-13-01")]
    [InlineData("2024-00-01")]
    [InlineData("2024-01-00")]
    [InlineData("2024-04-31")]
    [InlineData("2023-02-29")]
    [InlineData("1900-02-29")]
    [InlineData("2024-10-15 ")]
    [InlineData("2024-10-15\n")]
    [InlineData("2024-10-15T")]
    [InlineData("2024-10-15Z")]
    [InlineData("2024-10-15T11:35Z")]
    [InlineData("2024-10-15T11:35:00")]
    [InlineData("2024-10-15t11:35:00Z")]
    [InlineData("2024-10-15T11:35:00z")]
    [InlineData("2024-10-15 11:35:00Z")]
    [InlineData("2024-10-15T24:00:00Z")]
    [InlineData("2024-10-15T11:60:00Z")]
    [InlineData("2024-12-31T23:59:60Z")]
    [InlineData("2024-10-15T11:35:00.Z")]
    [InlineData("2024-10-15T11:35:00.1Z")]
    [InlineData("2024-10-15T11:35:00.1234Z")]
    [InlineData("2024-10-15T11:35:00.123")]
    [InlineData("2024-10-15T11:35:00ZZ")]
    [InlineData("2024-10-15T11:35:00+07:00")]
    [InlineData("2024-10-15T11:35:00+07")]
    [InlineData("2024-10-15T11:35:00+2400")]
    [InlineData("2024-10-15T11:35:00+0060")]
    [InlineData("2024-10-15T11:35:00+0000Z")]
    [InlineData("٢٠٢٤-10-15")]
    public void Anything_else_is_no_instant(string text)
    {
        Assert.False(CedarDateTime.TryParse(text, out CedarDateTime value));
        Assert.Equal(default, value);
    }

    [Theory]
    [InlineData("tomorrow", "`tomorrow` is not a datetime: it begins with a date, `YYYY-MM-DD`")]
    [InlineData("2023-02-29", "`2023-02-29` is not a datetime: there is no such day")]
    [InlineData("2023-02-28T25:00:00Z", "`2023-02-28T25:00:00Z` is not a datetime: there is no such time of day")]
    [InlineData("2023-02-28T23:00:00", "`2023-02-28T23:00:00` is not a datetime: a time ends with `Z`, `.SSSZ`, `±hhmm` or `.SSS±hhmm`")]
    public void What_is_wrong_is_said(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => CedarDateTime.Parse(text)).Message);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(Day - 1, 0, Day - 1)]
    [InlineData(Day, Day, 0)]
    [InlineData(-1, -Day, Day - 1)]
    [InlineData(-Day, -Day, 0)]
    [InlineData(-Day - 1, -2 * Day, Day - 1)]
    public void Date_and_time_of_day_round_down_before_1970_too(long milliseconds, long date, long time)
    {
        CedarDateTime instant = new(milliseconds);
        Assert.True(instant.TryToDate(out CedarDateTime midnight));
        Assert.Equal(date, midnight.Milliseconds);
        Assert.Equal(time, instant.ToTime().Milliseconds);
    }

    [Fact]
    public void What_leaves_64_bits_is_reported()
    {
        Assert.False(new CedarDateTime(long.MaxValue).TryOffset(new CedarDuration(1), out _));
        Assert.False(new CedarDateTime(long.MinValue).TryOffset(new CedarDuration(-1), out _));
        Assert.False(new CedarDateTime(long.MinValue).TryDurationSince(new CedarDateTime(1), out _));
        Assert.False(new CedarDateTime(0).TryDurationSince(new CedarDateTime(long.MinValue), out _));
        Assert.False(new CedarDateTime(long.MinValue).TryToDate(out _));
    }

    [Fact]
    public void Offset_and_the_duration_since_undo_each_other() => Prop.ForAll(
        AnyNumber.Arbitrary,
        AnyNumber.Arbitrary,
        (start, length) => !new CedarDateTime(start).TryOffset(new CedarDuration(length), out CedarDateTime end)
            || (end.TryDurationSince(new CedarDateTime(start), out CedarDuration since) && since.Milliseconds == length))
        .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999Z")]
    [InlineData(-62_167_219_200_000, "0000-01-01T00:00:00.000Z")]
    [InlineData(-62_167_219_200_001, "-000001-12-31T23:59:59.999Z")]
    [InlineData(253_402_300_800_000, "+010000-01-01T00:00:00.000Z")]
    [InlineData(long.MinValue, "-292275055-05-16T16:47:04.192Z")]
    [InlineData(long.MaxValue, "+292278994-08-17T07:12:55.807Z")]
    public void The_text_is_ISO_8601(long milliseconds, string text) =>
        Assert.Equal(text, new CedarDateTime(milliseconds).ToString());

    [Fact]
    public void Every_instant_of_the_years_0_to_9999_is_read_back() => Prop.ForAll(
        AnyNumber.Between(-62_167_219_200_000, 253_402_300_799_999).ToArbitrary(),
        n => CedarDateTime.Parse(new CedarDateTime(n).ToString()).Milliseconds == n)
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Days_agree_with_the_calendar_of_the_base_class_library()
    {
        for (DateTime day = new(1, 1, 1, 0, 0, 0, DateTimeKind.Utc); day.Year < 9990; day = day.AddDays(97))
        {
            Assert.Equal((day - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond, CedarDateTime.Parse($"{day.Year:0000}-{day.Month:00}-{day.Day:00}").Milliseconds);
        }
    }
}
