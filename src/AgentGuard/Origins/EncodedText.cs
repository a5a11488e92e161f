using System.Net;

namespace AgentGuard;

/// <summary>A text as it is read by who knows HTML and URLs: <c>&amp;#64;</c> is an at sign, and <c>%20</c> a blank.</summary>
internal static class EncodedText
{
    /// <returns>An equal text if there is nothing to decode.</returns>
    public static string Decode(string text)
    {
        string plain = text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;
        return plain.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(plain) : plain;
    }
}
