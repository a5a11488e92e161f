using System.Security.Cryptography;

namespace AgentGuard;

/// <summary>Ids that nobody can guess, however many of them he has seen.</summary>
internal static class RandomId
{
    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A prefix and 128 random bits in lower-case hex.</summary>
    public static string New(string prefix) => prefix + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>A prefix and 50 random bits in Crockford's base 32: short, because people read it to each other.</summary>
    public static string NewShort(string prefix) => prefix + RandomNumberGenerator.GetString(Crockford, 10);
}
