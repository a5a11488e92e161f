namespace AgentGuard.Mcp;

/// <summary>Reads a stream line by line and holds no more of it than a message may be long.</summary>
/// <param name="stream">The stream.</param>
/// <param name="maxBytes">The longest line that is kept, in bytes.</param>
internal sealed class LineReader(Stream stream, int maxBytes)
{
    private const int SmallBuffer = 16 * 1024;

    private byte[] _buffer = new byte[SmallBuffer];
    private int _start;
    private int _searched;
    private int _end;

    /// <summary>The next line; null at the end of the stream.</summary>
    /// <param name="cancellationToken">Cancels the wait for it.</param>
    public async ValueTask<Line?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, _searched + end - _start);
                _start = _searched = _searched + end + 1;
                return line.Length <= maxBytes ? new Line(line, TooLong: null) : new Line(default, MessageScan.Of(line.Span));
            }

            _searched = _end;
            if (_end - _start > maxBytes)
            {
                return new Line(default, await SkipAsync(cancellationToken).ConfigureAwait(false));
            }

            MakeRoom();
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                ReadOnlyMemory<byte> last = _buffer.AsMemory(_start, _end - _start);
                _start = _searched = _end = 0;
                return last.IsEmpty ? null : new Line(last, TooLong: null);
            }

            _end += read;
        }
    }

    private async ValueTask<MessageScan> SkipAsync(CancellationToken cancellationToken)
    {
        MessageScan scan = MessageScan.Of(_buffer.AsSpan(_start, _end - _start));
        while (true)
        {
            _start = _searched = 0;
            _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            int end = _buffer.AsSpan(0, _end).IndexOf((byte)'\n');
            scan.Read(_buffer.AsSpan(0, end < 0 ? _end : end));
            if (end >= 0 || _end == 0)
            {
                _start = _searched = end + 1;
                return scan;
            }
        }
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            // One long message does not keep a long buffer for the rest of the connection.
            _buffer = _buffer.Length > SmallBuffer ? new byte[SmallBuffer] : _buffer;
            _start = _searched = _end = 0;
        }
        else if (_end == _buffer.Length && _start > _buffer.Length / 2)
        {
            Move(_buffer);
        }
        else if (_end == _buffer.Length)
        {
            Move(new byte[_buffer.Length * 2]);
        }
    }

    private void Move(byte[] to)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(to);
        _buffer = to;
        _searched -= _start;
        _end -= _start;
        _start = 0;
    }
}
