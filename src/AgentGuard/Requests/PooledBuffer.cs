using System.Buffers;

namespace AgentGuard;

/// <summary>Bytes that are written once, read once and given back.</summary>
/// <param name="limit">About how many bytes may be written: what stays below it never fails, and nothing grows far beyond it.</param>
internal sealed class PooledBuffer(int limit = int.MaxValue) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1024);

    /// <summary>How many bytes are written.</summary>
    public int Length { get; private set; }

    /// <summary>What is written, until it is written on or disposed.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _bytes.AsSpan(0, Length);

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Writes one byte.</summary>
    public void Write(byte value)
    {
        Grow(1);
        _bytes[Length++] = value;
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        Grow(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            // Arguments may be secrets, and the pool is shared with everybody.
            _bytes.AsSpan(0, Length).Clear();
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
            Length = 0;
        }
    }

    private void Grow(int wanted)
    {
        int needed = checked(Length + Math.Max(wanted, 1));
        if (needed <= _bytes.Length)
        {
            return;
        }

        if (Length > limit)
        {
            throw new InvalidOperationException($"more than {limit} bytes are written");
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, checked(_bytes.Length * 2)));
        WrittenSpan.CopyTo(larger);
        _bytes.AsSpan(0, Length).Clear();
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
