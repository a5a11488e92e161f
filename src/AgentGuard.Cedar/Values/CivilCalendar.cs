namespace AgentGuard.Cedar.Values;

/// <summary>The proleptic Gregorian calendar, which .NET has only for the years 1 to 9999.</summary>
internal static class CivilCalendar
{
    private const long DaysPerEra = 146_097;

    // Days from 0000-03-01, with which an era of 400 years begins, to 1970-01-01.
    private const long EpochDay = 719_468;

    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days from 1970-01-01 to a date.</summary>
    public static long ToDays(int year, int month, int day)
    {
        // A year that begins in March has its leap day at the end.
        long shifted = month > 2 ? year : year - 1;
        long era = (shifted - (shifted < 0 ? 399 : 0)) / 400;
        long yearOfEra = shifted - (era * 400);
        long dayOfYear = (((153 * ((month + 9) % 12)) + 2) / 5) + day - 1;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - EpochDay;
    }

    /// <summary>The date that is a number of days after 1970-01-01.</summary>
    public static (long Year, int Month, int Day) FromDays(long days)
    {
        long shifted = days + EpochDay;
        long era = (shifted >= 0 ? shifted : shifted - (DaysPerEra - 1)) / DaysPerEra;
        long dayOfEra = shifted - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        long dayOfYear = dayOfEra - ((yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100));
        long march = ((5 * dayOfYear) + 2) / 153;
        int month = (int)(march < 10 ? march + 3 : march - 9);
        int day = (int)(dayOfYear - (((153 * march) + 2) / 5)) + 1;
        return ((era * 400) + yearOfEra + (month <= 2 ? 1 : 0), month, day);
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
