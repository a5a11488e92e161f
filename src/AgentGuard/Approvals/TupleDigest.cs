using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Hashes texts so that no two different sequences of them are hashed alike: each is preceded by its length, each list by its count.
/// </summary>
internal sealed class TupleDigest : IDisposable
{
    private const uint Absent = uint.MaxValue;

    // A lone surrogate would be replaced silently, and two texts become one.
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>A digest for one purpose; digests for different purposes never meet.</summary>
    public TupleDigest(string purpose) => Add(purpose);

    public TupleDigest Add(string? text)
    {
        if (text is null)
        {
            return Add(Absent);
        }

        byte[] bytes = s_strict.GetBytes(text);
        Add((uint)bytes.Length);
        _hash.AppendData(bytes);
        return this;
    }

    public TupleDigest Add(IReadOnlyCollection<EntityUid> uids)
    {
        Add((uint)uids.Count);
        foreach (EntityUid uid in uids)
        {
            Add(uid.Type).Add(uid.Id);
        }

        return this;
    }

    public TupleDigest Add(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        _hash.AppendData(bytes);
        return this;
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public string ToHex()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }

    public void Dispose() => _hash.Dispose();
}
