namespace AgentGuard.Cedar.Values;

/// <summary>The text of Cedar's <c>datetime</c>.</summary>
internal static class DateTimeText
{
    private const int DateLength = 10;
    private const int TimeLength = 9;

    /// <summary>Reads an instant in milliseconds since 1970.</summary>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? Read(ReadOnlySpan<char> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length < DateLength || !Matches(text[..DateLength], "0000-00-00"))
        {
            return "it begins with a date, `YYYY-MM-DD`";
        }

        (int year, int month, int day) = (Digits.Read(text[..4]), Digits.Read(text[5..7]), Digits.Read(text[8..10]));
        if (month is < 1 or > 12 || day < 1 || day > CivilCalendar.DaysInMonth(year, month))
        {
            return "there is no such day";
        }

        milliseconds = CivilCalendar.ToDays(year, month, day) * 86_400_000;
        text = text[DateLength..];
        return text.IsEmpty ? null : ReadTime(text, ref milliseconds);
    }

    private static string? ReadTime(ReadOnlySpan<char> text, ref long milliseconds)
    {
        if (text.Length < TimeLength || !Matches(text[..TimeLength], "T00:00:00"))
        {
            return "after the date comes a time, `Thh:mm:ss`";
        }

        (int hour, int minute, int second) = (Digits.Read(text[1..3]), Digits.Read(text[4..6]), Digits.Read(text[7..9]));
        if (hour > 23 || minute > 59 || second > 59)
        {
            return "there is no such time of day";
        }

        milliseconds += Milliseconds(hour, minute) + (second * 1_000);
        text = text[TimeLength..];
        if (text.Length >= 4 && Matches(text[..4], ".000"))
        {
            milliseconds += Digits.Read(text[1..4]);
            text = text[4..];
        }

        return text is "Z" ? null : ReadOffset(text, ref milliseconds);
    }

    private static string? ReadOffset(ReadOnlySpan<char> text, ref long milliseconds)
    {
        if (!Matches(text, "+0000") && !Matches(text, "-0000"))
        {
            return "a time ends with `Z`, `.SSSZ`, `±hhmm` or `.SSS±hhmm`";
        }

        (int hour, int minute) = (Digits.Read(text[1..3]), Digits.Read(text[3..5]));
        if (hour > 23 || minute > 59)
        {
            return "an offset has hours below 24 and minutes below 60";
        }

        milliseconds -= text[0] == '-' ? -Milliseconds(hour, minute) : Milliseconds(hour, minute);
        return null;
    }

    private static long Milliseconds(int hour, int minute) => ((hour * 60L) + minute) * 60_000;

    // A 0 in the shape stands for any digit.
    private static bool Matches(ReadOnlySpan<char> text, string shape)
    {
        bool matches = text.Length == shape.Length;
        for (int i = 0; matches && i < text.Length; i++)
        {
            matches = shape[i] == '0' ? char.IsAsciiDigit(text[i]) : text[i] == shape[i];
        }

        return matches;
    }
}
