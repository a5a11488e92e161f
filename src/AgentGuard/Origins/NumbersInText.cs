using System.Buffers;
using System.Globalization;

namespace AgentGuard;

/// <summary>
/// The numbers in a text, by their values: <c>1,250.00</c> says 1250, and <c>125000</c> is another number. A point is a decimal one;
/// a comma is one too, unless it stands before three digits or beside a point. Where people write otherwise, a number is not found.
/// </summary>
internal static class NumbersInText
{
    // A decimal holds 28 digits.
    private const int MaxLength = 40;
    private const int GroupDigits = 3;
    private const int CurrencyLetters = 3;

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.,");

    public static IReadOnlyList<decimal> In(string text)
    {
        List<decimal>? found = null;
        for (int at = 0; at < text.Length;)
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                at++;
                continue;
            }

            int end = EndOf(text, at);
            bool isWord = IsWord(text, at - 1, step: -1) || IsWord(text, end, step: 1);
            if (!isWord && end - at <= MaxLength && TryRead(text.AsSpan(at, end - at), out decimal value))
            {
                (found ??= []).Add(IsNegative(text, at) ? -value : value);
            }

            at = end;
        }

        return found ?? (IReadOnlyList<decimal>)[];
    }

    /// <summary>The number that a text is; null where it is more or less.</summary>
    public static decimal? ReadAll(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().Trim();
        bool isNegative = digits is ['-' or '\u2212', ..];
        digits = isNegative ? digits[1..] : digits;
        return digits.Length is > 0 and <= MaxLength && digits.IndexOfAnyExcept(s_digits) < 0 && char.IsAsciiDigit(digits[0]) && char.IsAsciiDigit(digits[^1]) && TryRead(digits, out decimal value)
            ? isNegative ? -value : value
            : null;
    }

    /// <summary>The value of a JSON number; null where it is none that arguments may hold.</summary>
    public static decimal? Read(string json) =>
        decimal.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;

    /// <summary>Letters or digits, unless they are three letters as a currency has (ISO 4217), or of a script without blanks.</summary>
    private static bool IsWord(string text, int at, int step)
    {
        int beside = at;
        int letters = 0;
        for (; letters <= CurrencyLetters && (uint)beside < (uint)text.Length && char.IsAsciiLetter(text[beside]); beside += step)
        {
            letters++;
        }

        beside = letters == CurrencyLetters ? beside : at;
        return (uint)beside < (uint)text.Length && char.IsLetterOrDigit(text[beside]) && char.GetUnicodeCategory(text[beside]) != UnicodeCategory.OtherLetter;
    }

    /// <summary>Digits, and separators that stand between two of them.</summary>
    private static int EndOf(string text, int start)
    {
        int end = start + 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] is '.' or ',' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        return end;
    }

    /// <summary>A minus, and no dash between two numbers or words.</summary>
    private static bool IsNegative(string text, int at) =>
        at > 0 && (text[at - 1] is '-' or '\u2212') && (at == 1 || !(char.IsLetterOrDigit(text[at - 2]) || text[at - 2] is '.' or ',' or ')'));

    private static bool TryRead(ReadOnlySpan<char> token, out decimal value)
    {
        value = 0;
        int points = token.Count('.');
        int commas = token.Count(',');
        int last = token.LastIndexOfAny('.', ',');
        char? decimalPoint = (points, commas) switch
        {
            (0, 0) => null,
            (1, 0) => '.',
            (0, 1) => token.Length - last - 1 == GroupDigits && token[0] != '0' ? null : ',',
            (> 0, > 0) => token[last],
            _ => null,
        };
        if (decimalPoint is { } point && token.Count(point) > 1)
        {
            return false;
        }

        ReadOnlySpan<char> whole = decimalPoint is null ? token : token[..last];
        Span<char> plain = stackalloc char[token.Length];
        int length = 0;
        for (int i = 0; i < whole.Length; i++)
        {
            if (char.IsAsciiDigit(whole[i]))
            {
                plain[length++] = whole[i];
            }
            else if (!IsGroup(whole[(i + 1)..]))
            {
                return false;
            }
        }

        if (decimalPoint is not null)
        {
            plain[length++] = '.';
            token[(last + 1)..].CopyTo(plain[length..]);
            length += token.Length - last - 1;
        }

        return decimal.TryParse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Three digits, and then a separator or the end: <c>1.2.5</c> is a version and no number.</summary>
    private static bool IsGroup(ReadOnlySpan<char> rest)
    {
        int separator = rest.IndexOfAny('.', ',');
        return (separator < 0 ? rest.Length : separator) == GroupDigits;
    }
}
