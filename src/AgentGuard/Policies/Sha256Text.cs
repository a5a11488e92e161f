using System.Buffers;

namespace AgentGuard;

/// <summary>A SHA-256 as pins and manifests have it.</summary>
internal static class Sha256Text
{
    public const string Malformed = "expected `sha256:` and 64 hex digits";

    private const string Prefix = "sha256:";

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>In lower case; null where the text is something else.</summary>
    public static string? Normalize(string text) =>
        text.Length == Prefix.Length + 64
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(s_hexDigits)
            ? text.ToLowerInvariant()
            : null;
}
