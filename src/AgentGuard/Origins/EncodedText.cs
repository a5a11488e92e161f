using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace AgentGuard;

/// <summary>A text as it is read by who knows HTML and URLs: <c>&amp;#64;</c> is an at sign, and <c>%20</c> a blank.</summary>
internal static class EncodedText
{
    // Names that came with HTML 5 for what addresses and links are made of; the framework knows those of HTML 4.
    private static readonly FrozenDictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["bsol"] = "\\", ["colon"] = ":", ["comma"] = ",", ["commat"] = "@", ["dash"] = "-", ["equals"] = "=", ["hyphen"] = "-", ["lowbar"] = "_", ["newline"] = "\n",
        ["num"] = "#", ["percnt"] = "%", ["period"] = ".", ["plus"] = "+", ["quest"] = "?", ["semi"] = ";", ["sol"] = "/", ["tab"] = "\t", ["underbar"] = "_",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly int s_longestName = s_names.Keys.Max(static name => name.Length);

    /// <returns>An equal text if there is nothing to decode.</returns>
    public static string Decode(string text)
    {
        string plain = text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(DecodeNames(text)) : text;
        return plain.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(plain) : plain;
    }

    private static string DecodeNames(string text)
    {
        StringBuilder? decoded = null;
        int copied = 0;
        for (int at = text.IndexOf('&', StringComparison.Ordinal); at >= 0; at = text.IndexOf('&', at + 1))
        {
            ReadOnlySpan<char> rest = text.AsSpan(at + 1);
            int length = rest[..Math.Min(rest.Length, s_longestName + 1)].IndexOf(';');
            if (length > 0 && s_names.TryGetValue(rest[..length].ToString(), out string? character))
            {
                (decoded ??= new()).Append(text, copied, at - copied).Append(character);
                copied = at + length + 2;
            }
        }

        return decoded is null ? text : decoded.Append(text, copied, text.Length - copied).ToString();
    }
}
