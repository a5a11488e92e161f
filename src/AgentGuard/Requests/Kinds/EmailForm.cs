namespace AgentGuard;

/// <summary>The normal form of <see cref="ArgumentKind.Email"/>.</summary>
internal static class EmailForm
{
    private const int MaxLength = 254;
    private const int MaxLocalLength = 64;

    /// <summary>The normal form; null if there is none.</summary>
    public static string? Of(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || text.Length > MaxLength || !IsLocalPart(text.AsSpan(0, at)))
        {
            return null;
        }

        string domain = text[(at + 1)..];
        string? ascii = HostName.ToAscii(domain);
        return ascii is null || at + 1 + ascii.Length > MaxLength ? null
            : ascii == domain ? text
            : string.Concat(text.AsSpan(0, at + 1), ascii);
    }

    /// <summary>RFC 5321 <c>Dot-string</c> without <c>%</c> and <c>!</c>, with which old servers route.</summary>
    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local.Length > MaxLocalLength || local[0] == '.' || local[^1] == '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (char c in local)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !".#$&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
