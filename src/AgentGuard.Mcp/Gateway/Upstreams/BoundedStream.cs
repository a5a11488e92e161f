namespace AgentGuard.Mcp;

/// <summary>A body that fails where a message in it is longer than it may be.</summary>
/// <param name="inner">The body.</param>
/// <param name="maxBytes">The longest message.</param>
/// <param name="isEventStream">Whether it is a stream of events, where a blank line starts a new message; otherwise it is one message.</param>
/// <param name="wait">Waits until more may be read.</param>
internal sealed class BoundedStream(Stream inner, int maxBytes, bool isEventStream, Func<CancellationToken, ValueTask> wait) : Stream
{
    private long _length;
    private bool _isLineEmpty = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await wait(cancellationToken).ConfigureAwait(false);
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> read)
    {
        foreach (byte next in isEventStream ? read : [])
        {
            if (next is (byte)'\n' or (byte)'\r')
            {
                _length = _isLineEmpty ? 0 : _length;
                _isLineEmpty = next == '\n' || _isLineEmpty;
            }
            else
            {
                _length++;
                _isLineEmpty = false;
            }

            Check();
        }

        if (!isEventStream)
        {
            _length += read.Length;
            Check();
        }
    }

    private void Check()
    {
        if (_length > maxBytes)
        {
            throw new IOException($"the server's answer is longer than {maxBytes} bytes");
        }
    }
}
