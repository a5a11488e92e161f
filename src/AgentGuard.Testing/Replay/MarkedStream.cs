using System.IO.Compression;

namespace AgentGuard.Testing;

/// <summary>
/// A packed file and a mark packed behind it: where the file was cut off, the mark is read as the rest of it and comes out as something else, or not at all.
/// The runtime's own reader takes such a file for a shorter one.
/// </summary>
internal sealed class MarkedStream(Stream file, ReadOnlyMemory<byte> mark) : Stream
{
    private readonly MemoryStream _behind = Pack(mark);
    private bool _isOver;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _isOver ? 0 : file.Read(buffer);
        _isOver |= read == 0;
        return _isOver ? _behind.Read(buffer) : read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = _isOver ? 0 : await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _isOver |= read == 0;
        return _isOver ? await _behind.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) : read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _behind.Dispose();
        }

        base.Dispose(disposing);
    }

    private static MemoryStream Pack(ReadOnlyMemory<byte> mark)
    {
        MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            zip.Write(mark.Span);
        }

        packed.Position = 0;
        return packed;
    }
}
