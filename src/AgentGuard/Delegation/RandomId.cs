using System.Security.Cryptography;

namespace AgentGuard;

/// <summary>Ids that nobody can guess, however many of them he has seen.</summary>
internal static class RandomId
{
    private const int IdBytes = 16;
    private const int IdsAhead = 64;
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // Drawn for many ids at once: a call of the generator takes longer than all else that an id is made of.
    [ThreadStatic]
    private static byte[]? s_ahead;

    [ThreadStatic]
    private static int s_left;

    /// <summary>A prefix and 128 random bits in lower-case hex.</summary>
    public static string New(string prefix)
    {
        byte[] ahead = s_ahead ??= new byte[IdBytes * IdsAhead];
        if (s_left == 0)
        {
            RandomNumberGenerator.Fill(ahead);
            s_left = IdsAhead;
        }

        Span<byte> id = ahead.AsSpan(--s_left * IdBytes, IdBytes);
        Span<char> hex = stackalloc char[2 * IdBytes];
        Convert.TryToHexStringLower(id, hex, out _);
        id.Clear();
        return string.Concat(prefix, hex);
    }

    /// <summary>A prefix and 50 random bits in Crockford's base 32: short, because people read it to each other.</summary>
    public static string NewShort(string prefix) => prefix + RandomNumberGenerator.GetString(Crockford, 10);
}
