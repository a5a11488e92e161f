using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace AgentGuard.Cedar.Values;

/// <summary>An instant.</summary>
/// <param name="Milliseconds">Milliseconds since 1970-01-01T00:00:00Z.</param>
public readonly record struct CedarDateTime(long Milliseconds)
{
    internal const string Epoch = "1970-01-01";

    private const long Day = 86_400_000;

    // The years that a text can name: 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
    private const long FirstReadable = -62_167_219_200_000;
    private const long LastReadable = 253_402_300_799_999;

    /// <summary>Reads an instant as Cedar's <c>datetime</c> does: <c>YYYY-MM-DD</c>, then possibly <c>Thh:mm:ss</c>, possibly <c>.SSS</c>, and <c>Z</c> or an offset <c>±hhmm</c> below a day.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The instant.</returns>
    /// <exception cref="FormatException">The text is not an instant.</exception>
    public static CedarDateTime Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out CedarDateTime value, out string? fault)
            ? value
            : throw new FormatException($"{UnicodeText.Quote(text)} is not a datetime: {fault}");

    /// <summary>Reads an instant as Cedar's <c>datetime</c> does. Allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The instant, or <c>default</c>.</param>
    /// <returns>True if the text is an instant.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out CedarDateTime value) => TryParse(text, out value, out _);

    /// <summary>The instant that is a duration later.</summary>
    /// <param name="duration">The duration; a negative one leads back.</param>
    /// <param name="value">The instant, or <c>default</c>.</param>
    /// <returns>False if that instant is out of range.</returns>
    public bool TryOffset(CedarDuration duration, out CedarDateTime value)
    {
        Int128 sum = (Int128)Milliseconds + duration.Milliseconds;
        bool fits = sum >= long.MinValue && sum <= long.MaxValue;
        value = fits ? new((long)sum) : default;
        return fits;
    }

    /// <summary>The duration from another instant to this one.</summary>
    /// <param name="other">The other instant.</param>
    /// <param name="value">The duration, negative if the other instant is later, or <c>default</c>.</param>
    /// <returns>False if the duration is out of range.</returns>
    public bool TryDurationSince(CedarDateTime other, out CedarDuration value)
    {
        Int128 difference = (Int128)Milliseconds - other.Milliseconds;
        bool fits = difference >= long.MinValue && difference <= long.MaxValue;
        value = fits ? new((long)difference) : default;
        return fits;
    }

    /// <summary>Midnight, UTC, of its day: rounded down, also before 1970.</summary>
    /// <param name="value">The instant, or <c>default</c>.</param>
    /// <returns>False if midnight is out of range.</returns>
    public bool TryToDate(out CedarDateTime value)
    {
        bool fits = Milliseconds >= long.MinValue + ToTime().Milliseconds;
        value = fits ? new(Milliseconds - ToTime().Milliseconds) : default;
        return fits;
    }

    /// <summary>The time that has passed since midnight, UTC, of its day.</summary>
    /// <returns>At least 0 and less than a day.</returns>
    public CedarDuration ToTime()
    {
        long rest = Milliseconds % Day;
        return new(rest < 0 ? rest + Day : rest);
    }

    /// <summary>The instant in ISO 8601, UTC. Cedar reads this text if the year is from 0 to 9999; other years have a sign.</summary>
    /// <returns><c>2024-10-15T09:30:00.000Z</c> or the like.</returns>
    public override string ToString()
    {
        long time = ToTime().Milliseconds;
        (long year, int month, int day) = CivilCalendar.FromDays((long)(((Int128)Milliseconds - time) / Day));
        string years = year.ToString(IsReadable ? "0000" : "+000000;-000000", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{years}-{month:00}-{day:00}T{time / 3_600_000:00}:{time / 60_000 % 60:00}:{time / 1_000 % 60:00}.{time % 1_000:000}Z");
    }

    /// <summary>Whether <see cref="ToString"/> can be read back.</summary>
    internal bool IsReadable => Milliseconds is >= FirstReadable and <= LastReadable;

    internal CedarDuration SinceEpoch => new(Milliseconds);

    internal static bool TryParse(ReadOnlySpan<char> text, out CedarDateTime value, [NotNullWhen(false)] out string? fault)
    {
        value = default;
        fault = DateTimeText.Read(text, out long milliseconds);
        if (fault is null)
        {
            value = new CedarDateTime(milliseconds);
        }

        return fault is null;
    }
}
