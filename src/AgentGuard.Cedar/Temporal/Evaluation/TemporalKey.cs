using System.Security.Cryptography;
using System.Text;

namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>What an event and a request have in common, as one number: 128 bits of a keyed hash over the forms of the values, each with its length.</summary>
internal static class TemporalKey
{
    // Not secret to whoever reads this process's memory, and unknown to whoever chooses values: nobody makes two keys meet.
    private static readonly byte[] s_secret = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <summary>The key of some values; null where one of them is not there.</summary>
    public static UInt128? Of(IReadOnlyList<string> paths, IReadOnlyDictionary<string, TemporalValue> values)
    {
        if (paths.Count == 0)
        {
            return 0;
        }

        StringBuilder text = new();
        foreach (string path in paths)
        {
            if (!values.TryGetValue(path, out TemporalValue? value))
            {
                return null;
            }

            text.Append(value.Form.Length).Append(':').Append(value.Form);
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(s_secret, Encoding.UTF8.GetBytes(text.ToString()), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
