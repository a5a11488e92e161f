using System.Globalization;

namespace AgentGuard;

/// <summary>What percent escapes hide from who does not decode them, or decodes them once only.</summary>
internal static class PercentEscape
{
    private const int None = -1;
    private const int Unicode = 0x100; // %u002e, which only some servers know
    private const int MaxRounds = 4;

    /// <summary>Whether an escape stands for a character with a meaning in paths, or could do so for a lenient decoder.</summary>
    public static bool HidesPathCharacter(ReadOnlySpan<char> text)
    {
        for (int i = text.IndexOf('%'); i >= 0 && i < text.Length; i++)
        {
            // Beyond ASCII: %c0%ae, an overlong form, is a dot to some.
            if (Read(text[i..]) is (>= 0 and < ' ') or '.' or '/' or '\\' or '%' or ':' or '~' or >= 0x7F)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether decoding a URL's path, once or again, brings up a dot segment, a control character or an overlong form.</summary>
    public static bool HidesSegment(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
        {
            return false;
        }

        Span<char> decoded = path.ToCharArray();
        for (int round = 0; round < MaxRounds; round++)
        {
            if (!TryDecode(decoded, out int length) || HasDotSegment(decoded[..length]))
            {
                return true;
            }

            if (length == decoded.Length)
            {
                return false;
            }

            decoded = decoded[..length];
        }

        return true; // nobody escapes five times who has nothing to hide
    }

    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        foreach (Range range in path.SplitAny('/', '\\'))
        {
            if (path[range] is "." or "..")
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Decodes in place, one level; bytes beyond ASCII become some character beyond ASCII.</summary>
    private static bool TryDecode(Span<char> text, out int length)
    {
        length = 0;
        for (int i = 0; i < text.Length; length++)
        {
            int code = Read(text[i..]);
            if (code is (>= 0 and < ' ') or 0x7F or 0xC0 or 0xC1 or Unicode)
            {
                return false;
            }

            text[length] = code == None ? text[i] : (char)code;
            i += code == None ? 1 : 3;
        }

        return true;
    }

    /// <summary>The byte of the escape that a text starts with.</summary>
    private static int Read(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '%')
        {
            return None;
        }

        return text[1] is 'u' or 'U' ? Unicode
            : text.Length > 2 && byte.TryParse(text.Slice(1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte code) ? code
            : None;
    }
}
