using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;

namespace AgentGuard;

/// <summary>What people click on in a text, and whose host it leads to: with a scheme, or the name of a host with or without a path behind it.</summary>
internal static class LinksInText
{
    private const string Scheme = "://";

    // Nobody reads more of one; its host is known all the same.
    private const int LongestLink = 2048;

    // How far back it is looked whether an at sign is that of a link's user, and no mail address.
    private const int LongestUser = 256;

    private static readonly SearchValues<char> s_ends = SearchValues.Create(" \t\r\n\v\f<>\"'`()[]{}|\\^");
    private static readonly char[] s_marks = ['.', ',', ';', ':', '!', '?', '*', '_', '~', '-'];

    // What ends as a host does, and is a file far more often. With a scheme or a path it is a link all the same.
    private static readonly FrozenSet<string> s_files = new[]
    {
        "asp", "aspx", "avi", "bak", "bin", "bmp", "cfg", "conf", "css", "csv", "dll", "doc", "docx", "eml", "exe", "gif", "gz", "htm", "html", "ics", "ini", "ipynb", "jpeg", "jpg", "js", "json",
        "jsx", "log", "mp3", "mp4", "odt", "pdf", "php", "png", "ppt", "pptx", "sql", "svg", "tar", "tex", "toml", "ts", "tsv", "tsx", "txt", "wav", "xls", "xlsx", "xml", "yaml", "yml",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The links, as they are written.</summary>
    /// <param name="plain">A <see cref="PlainText"/>.</param>
    public static IEnumerable<(string Link, string Host)> In(string plain)
    {
        for (int at = 0; at < plain.Length;)
        {
            int scheme = plain.AsSpan(at).StartsWith(Scheme, StringComparison.Ordinal) ? Scheme.Length : 0;
            if (scheme == 0 && !IsOfHost(plain[at]))
            {
                at++;
                continue;
            }

            int start = at + scheme;
            int end = EndOfHost(plain, start);
            at = Math.Max(end, at + 1);
            if (end == start || !(scheme > 0 || IsHost(plain[start..end])))
            {
                continue;
            }

            string host = plain[start..end].Trim(s_marks);
            int last = EndOfLink(plain, end);
            bool isBare = scheme == 0 && last == end;
            bool isName = scheme == 0 && end < plain.Length && plain[end] == '@';
            if (isName || (isBare && s_files.Contains(host[(host.LastIndexOf('.') + 1)..])) || (scheme == 0 && IsOfAddress(plain, start)))
            {
                continue;
            }

            yield return (scheme == 0 ? plain[start..last].TrimEnd(s_marks) : plain[StartOfScheme(plain, start - scheme)..last].TrimEnd(s_marks), host);
        }
    }

    /// <summary>A host's name as it is in the other spelling of international names; null where there is none.</summary>
    public static string? OtherSpelling(string host)
    {
        try
        {
            IdnMapping names = new() { AllowUnassigned = true };
            string other = host.Contains("xn--", StringComparison.OrdinalIgnoreCase) ? names.GetUnicode(host) : names.GetAscii(host);
            return string.Equals(other, host, StringComparison.OrdinalIgnoreCase) ? null : other;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Of labels with points between them, the last of letters; or four numbers.</summary>
    private static bool IsHost(string name)
    {
        string[] labels = name.Trim(s_marks).Split('.');
        return labels.Length > 1
            && Array.TrueForAll(labels, static label => label.Length > 0)
            && (labels[^1].StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
                || (labels[^1].Length > 1 && labels[^1].All(char.IsLetter))
                || (labels.Length == 4 && Array.TrueForAll(labels, static label => byte.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out _))));
    }

    private static bool IsOfHost(char one) =>
        char.IsAsciiLetterOrDigit(one) || one is '-' or '_' || (one > 0x7F && char.IsLetterOrDigit(one) && char.GetUnicodeCategory(one) != UnicodeCategory.OtherLetter);

    private static int EndOfHost(string plain, int start)
    {
        int end = start;
        while (end < plain.Length && (plain[end] == '.' || IsOfHost(plain[end])))
        {
            end++;
        }

        return end;
    }

    private static int EndOfLink(string plain, int end)
    {
        bool hasPort = end + 1 < plain.Length && plain[end] == ':' && char.IsAsciiDigit(plain[end + 1]);
        if (end == plain.Length || !(hasPort || plain[end] is '/' or '?' or '#' or '@'))
        {
            return end;
        }

        ReadOnlySpan<char> rest = plain.AsSpan(end, Math.Min(LongestLink, plain.Length - end));
        return end + (rest.IndexOfAny(s_ends) is >= 0 and var length ? length : rest.Length);
    }

    private static int StartOfScheme(string plain, int end)
    {
        int start = end;
        while (start > 0 && char.IsAsciiLetterOrDigit(plain[start - 1]))
        {
            start--;
        }

        return start;
    }

    private static bool IsOfAddress(string plain, int start)
    {
        if (start == 0 || plain[start - 1] != '@')
        {
            return false;
        }

        ReadOnlySpan<char> before = plain.AsSpan(0, start)[Math.Max(0, start - LongestUser)..];
        return !before[(before.LastIndexOfAny(s_ends) + 1)..].Contains("//", StringComparison.Ordinal);
    }
}
