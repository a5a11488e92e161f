using System.Text.Json;

namespace AgentGuard.Testing;

/// <summary>
/// What an unquoted scalar is, by the core schema of YAML 1.2: <c>no</c>, <c>on</c>, <c>12:30</c> and <c>2026-01-05</c> are text.
/// A number is one that JSON has, so that it means what it looks like; the others of the core schema (<c>0x1F</c>, <c>007</c>, <c>+1</c>, <c>.5</c>,
/// <c>.inf</c>) are refused rather than read as a number by one and as text by another.
/// </summary>
internal static class YamlScalar
{
    /// <returns>The kind; null for a number that JSON does not have.</returns>
    public static JsonValueKind? KindOf(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => JsonValueKind.Null,
        "true" or "True" or "TRUE" => JsonValueKind.True,
        "false" or "False" or "FALSE" => JsonValueKind.False,
        _ when IsJsonNumber(text) => JsonValueKind.Number,
        _ when IsOtherNumber(text) => null,
        _ => JsonValueKind.String,
    };

    private static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text.StartsWith('-') ? text[1..] : text;
        int whole = Digits(rest);
        if (whole == 0 || (whole > 1 && rest[0] == '0'))
        {
            return false;
        }

        rest = rest[whole..];
        if (rest.StartsWith('.'))
        {
            int fraction = Digits(rest[1..]);
            if (fraction == 0)
            {
                return false;
            }

            rest = rest[(1 + fraction)..];
        }

        return rest.IsEmpty || IsExponent(rest);
    }

    private static bool IsOtherNumber(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("0x", StringComparison.Ordinal) || text.StartsWith("0o", StringComparison.Ordinal))
        {
            ReadOnlySpan<char> digits = text[2..];
            return !digits.IsEmpty && !digits.ContainsAnyExcept(text[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567");
        }

        ReadOnlySpan<char> rest = text[0] is '-' or '+' ? text[1..] : text;
        if (rest is ".inf" or ".Inf" or ".INF" || text is ".nan" or ".NaN" or ".NAN")
        {
            return true;
        }

        int whole = Digits(rest);
        rest = rest[whole..];
        int fraction = 0;
        if (rest.StartsWith('.'))
        {
            fraction = Digits(rest[1..]);
            rest = rest[(1 + fraction)..];
        }

        return whole + fraction > 0 && (rest.IsEmpty || IsExponent(rest));
    }

    private static bool IsExponent(ReadOnlySpan<char> text)
    {
        if (text[0] is not ('e' or 'E'))
        {
            return false;
        }

        ReadOnlySpan<char> digits = text.Length > 1 && text[1] is '-' or '+' ? text[2..] : text[1..];
        return !digits.IsEmpty && Digits(digits) == digits.Length;
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
