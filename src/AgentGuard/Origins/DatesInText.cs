using System.Globalization;

namespace AgentGuard;

/// <summary>
/// The dates in a text, by their values: <c>2026-11-26</c>, <c>26 November 2026</c>, <c>Nov 26th, 2026</c> and <c>26.11.2026</c> are one. A day and a month that
/// could be either way round, as in <c>01/02/2026</c>, are both dates where it is asked what a text may mean, and none where it is asked what it says.
/// </summary>
internal static class DatesInText
{
    // The longest, "26th of September, 2026", with room for white space around it.
    private const int MaxLength = 32;

    private static readonly string[] s_ordinals = ["st", "nd", "rd", "th"];
    private static readonly string[] s_months = [.. CultureInfo.InvariantCulture.DateTimeFormat.MonthNames.Where(static name => name.Length > 0)];

    /// <summary>The dates in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="takesEither">Whether a date that can be read in two ways is two dates, and not none.</param>
    public static IReadOnlyList<DateOnly> In(string text, bool takesEither)
    {
        List<DateOnly>? found = null;
        for (int at = 0; at < text.Length;)
        {
            // A date starts where a word or a number does.
            if (!char.IsAsciiLetterOrDigit(text[at]) || (at > 0 && char.IsLetterOrDigit(text[at - 1])))
            {
                at++;
                continue;
            }

            int end = Read(text.AsSpan(at), out DateOnly? date, out DateOnly? other);
            if (date is { } one && (other is null || takesEither))
            {
                (found ??= []).Add(one);
            }

            if (other is { } two && takesEither)
            {
                (found ??= []).Add(two);
            }

            at += Math.Max(1, end);
        }

        return found ?? (IReadOnlyList<DateOnly>)[];
    }

    /// <summary>The date that a text is; null where it is more, less, or could be two.</summary>
    public static DateOnly? ReadAll(string text)
    {
        ReadOnlySpan<char> all = text.AsSpan().Trim();
        return all.Length is > 0 and <= MaxLength && Read(all, out DateOnly? date, out DateOnly? other) == all.Length && other is null ? date : null;
    }

    /// <summary>Whether a text, which starts with a letter or a digit, starts with a date.</summary>
    public static bool StartsWithDate(ReadOnlySpan<char> text) => Read(text, out _, out _) > 0;

    /// <summary>Reads a date at the start of a text.</summary>
    /// <returns>How long it is; none where there is no date.</returns>
    private static int Read(ReadOnlySpan<char> text, out DateOnly? date, out DateOnly? other)
    {
        (date, other) = (null, null);
        ReadOnlySpan<char> rest = text;
        if (!char.IsAsciiDigit(text[0]))
        {
            int month = Month(ref rest);
            date = month > 0 && Gap(ref rest) && Day(ref rest) is { } day && Gap(ref rest) && Number(ref rest, 4) is { } year ? Date(year, month, day) : null;
        }
        else if (Number(ref rest, 4) is { } first)
        {
            date = Mark(ref rest) is { } mark && Number(ref rest, 2) is { } month && Mark(ref rest) == mark && Number(ref rest, 2) is { } day ? Date(first, month, day) : null;
        }
        else if (Day(ref rest) is { } day)
        {
            ReadOnlySpan<char> marked = rest;
            if (Mark(ref marked) is { } mark && Number(ref marked, 2) is { } second && Mark(ref marked) == mark && Number(ref marked, 4) is { } year)
            {
                rest = marked;
                date = Date(year, second, day);
                other = mark == '.' || day == second ? null : Date(year, day, second);
                (date, other) = date is null ? (other, null) : (date, other);
            }
            else
            {
                date = Gap(ref rest) && SkipOf(ref rest) && Month(ref rest) is > 0 and var month && Gap(ref rest) && Number(ref rest, 4) is { } ofYear ? Date(ofYear, month, day) : null;
            }
        }

        if (date is null || !IsEnd(rest))
        {
            (date, other) = (null, null);
            return 0;
        }

        return text.Length - rest.Length;
    }

    /// <summary>No letter or digit follows, unless it is the time of a timestamp.</summary>
    private static bool IsEnd(ReadOnlySpan<char> rest) => rest is [] || !char.IsLetterOrDigit(rest[0]) || (rest is ['T' or 't', var next, ..] && char.IsAsciiDigit(next));

    /// <summary>So many digits and no more; for less than four, one is enough.</summary>
    private static int? Number(ref ReadOnlySpan<char> rest, int digits)
    {
        int length = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
        if (length > digits || length < (digits == 4 ? 4 : 1))
        {
            return null;
        }

        int value = int.Parse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[length..];
        return value;
    }

    private static int? Day(ref ReadOnlySpan<char> rest)
    {
        int? day = Number(ref rest, 2);
        if (day is not null && rest.Length >= 2 && s_ordinals.Contains(rest[..2].ToString().ToLowerInvariant()))
        {
            rest = rest[2..];
        }

        return day;
    }

    private static char? Mark(ref ReadOnlySpan<char> rest)
    {
        if (rest is not ['-' or '/' or '.', ..])
        {
            return null;
        }

        char mark = rest[0];
        rest = rest[1..];
        return mark;
    }

    /// <summary>What stands between a day, a month's name and a year: a mark, white space, or both.</summary>
    private static bool Gap(ref ReadOnlySpan<char> rest)
    {
        int length = rest is ['.' or ',' or '-' or '/', ..] ? 1 : 0;
        length += rest.Length > length && rest[length] is ' ' or '\u00A0' or '\n' ? 1 : 0;
        rest = rest[length..];
        return length > 0;
    }

    private static bool SkipOf(ref ReadOnlySpan<char> rest)
    {
        rest = rest.StartsWith("of ", StringComparison.OrdinalIgnoreCase) ? rest["of ".Length..] : rest;
        return true;
    }

    /// <summary>A month by its name or the first three letters of it, or four of September's; 0 for none.</summary>
    private static int Month(ref ReadOnlySpan<char> rest)
    {
        int length = 0;
        while (length < rest.Length && char.IsAsciiLetter(rest[length]))
        {
            length++;
        }

        for (int i = 0; i < s_months.Length && length >= 3; i++)
        {
            if (s_months[i].AsSpan().StartsWith(rest[..length], StringComparison.OrdinalIgnoreCase) && (length == 3 || length == s_months[i].Length || (length == 4 && i == 8)))
            {
                rest = rest[length..];
                return i + 1;
            }
        }

        return 0;
    }

    private static DateOnly? Date(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
}
