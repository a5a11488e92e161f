using System.Globalization;
using System.Text;

namespace AgentGuard;

/// <summary>DNS names in the one form that resolvers compare: lower-case ASCII.</summary>
internal static class HostName
{
    private const int MaxLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = true };

    /// <summary>The lower-case ASCII form (IDNA); null for what is no host name: empty labels, a dot at the end, other characters.</summary>
    public static string? ToAscii(string host)
    {
        if (host.Length > MaxLength)
        {
            return null;
        }

        string? ascii = Ascii.IsValid(host) ? host.ToLowerInvariant() : Encode(host);
        return ascii is not null && IsHostName(ascii) ? ascii : null;
    }

    /// <summary>
    /// Letters that have one form only. What Unicode folds into other characters (full-width letters, ligatures, combining marks, other dots)
    /// is refused: whether a machine folds it depends on its Unicode library. Such a name can be written in its ASCII form, <c>xn--…</c>.
    /// </summary>
    private static string? Encode(string host)
    {
        foreach (Rune rune in host.EnumerateRunes())
        {
            // Looked at before lower-casing, which turns the Kelvin sign into a plain k.
            bool isPlain = rune.IsAscii
                || (Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
                    && !IsFolded(rune.Value));
            if (!isPlain)
            {
                return null;
            }
        }

        try
        {
            return s_idn.GetAscii(host.ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null; // how IdnMapping says that a name has no ASCII form
        }
    }

    private static bool IsFolded(int c) => c
        is 0xAA or 0xBA or 0xDF or 0x130 or 0x149 or 0x17F
        or (>= 0x132 and <= 0x133) or (>= 0x13F and <= 0x140) or (>= 0x1C4 and <= 0x1CC) or (>= 0x1F1 and <= 0x1F3)
        or 0x3C2 or (>= 0x3D0 and <= 0x3D6) or (>= 0x3F0 and <= 0x3F9) or 0x587 or (>= 0x675 and <= 0x678)
        or (>= 0x1E9A and <= 0x1E9F) or (>= 0x2100 and <= 0x218F) or (>= 0x3131 and <= 0x318E)
        or (>= 0xF900 and <= 0xFFFF) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x1EE00 and <= 0x1EEFF) or (>= 0x2F800 and <= 0x2FA1F);

    private static bool IsHostName(string host)
    {
        foreach (Range range in host.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = host.AsSpan(range);
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            foreach (char c in label)
            {
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '_'))
                {
                    return false;
                }
            }
        }

        return host.Length is > 0 and <= MaxLength;
    }
}
