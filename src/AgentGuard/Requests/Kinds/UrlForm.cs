using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>The normal form of <see cref="ArgumentKind.Url"/>: ASCII that every parser of URLs takes apart alike.</summary>
internal static class UrlForm
{
    /// <summary>The normal form; null if there is none.</summary>
    public static string? Of(string text)
    {
        string? normal = Normalize(text);
        // What runs must not change again: a form that is not its own form is none.
        return normal is null || normal == text ? normal
            : Normalize(normal) == normal ? normal
            : null;
    }

    private static string? Normalize(string text)
    {
        int start = SchemeLength(text);
        if (start == 0 || !HasOnlyPlainCharacters(text))
        {
            return null;
        }

        int end = text.AsSpan(start).IndexOfAny('/', '?', '#');
        string? authority = Authority(end < 0 ? text[start..] : text.Substring(start, end));
        if (authority is null
            || !Uri.TryCreate(string.Concat(text.AsSpan(0, start), authority, end < 0 ? "" : text.AsSpan(start + end)), UriKind.Absolute, out Uri? uri)
            || uri.UserInfo.Length > 0
            || !HasPlainHost(uri)
            || PercentEscape.HidesSegment(uri.AbsolutePath))
        {
            return null;
        }

        string port = uri.IsDefaultPort ? "" : string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        string normal = $"{uri.Scheme}://{uri.Host}{port}{uri.AbsolutePath}{uri.Query}{uri.Fragment}";
        return Ascii.IsValid(normal) ? normal : null;
    }

    private static int SchemeLength(string text)
    {
        string scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://" : "http://";
        return text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? scheme.Length : 0;
    }

    private static bool HasOnlyPlainCharacters(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isPlain = rune.IsAscii
                ? rune.Value is > ' ' and < 0x7F and not '\\'
                : !Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
            if (!isPlain)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Host and port with the host in ASCII, so that nothing is left to the parser's own ideas of Unicode.</summary>
    private static string? Authority(string authority)
    {
        if (authority.StartsWith('['))
        {
            string rest = authority[(authority.IndexOf(']', StringComparison.Ordinal) + 1)..];
            return authority.Contains('%', StringComparison.Ordinal) || (rest.Length > 0 && rest[0] != ':') ? null : authority; // no zones
        }

        int colon = authority.IndexOf(':', StringComparison.Ordinal);
        string? host = HostName.ToAscii(colon < 0 ? authority : authority[..colon]);
        return host is null || colon < 0 ? host : string.Concat(host, authority.AsSpan(colon));
    }

    /// <summary>A name whose last label is a number is an address to some parsers, so it must be one here (WHATWG URL, "ends in a number").</summary>
    private static bool HasPlainHost(Uri uri)
    {
        ReadOnlySpan<char> last = uri.Host.AsSpan(uri.Host.LastIndexOf('.') + 1);
        return uri.HostNameType != UriHostNameType.Dns || !char.IsAsciiDigit(last[0]);
    }
}
