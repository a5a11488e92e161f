using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// Looks into a message that is too long to be kept, or that cannot be read, for what its answer needs: its id, and whether it asks or answers.
/// It keeps one short token, so the length of the message does not matter.
/// </summary>
internal sealed class MessageScan
{
    private readonly byte[] _token = new byte[1024];
    private int _length;
    private int _depth;
    private bool _inString;
    private bool _isEscaped;
    private bool _isValue;
    private bool _isId;

    /// <summary>The id, where there is one that can be answered.</summary>
    public RequestId? Id { get; private set; }

    /// <summary>Whether the message names a method: then somebody asks, otherwise somebody answers.</summary>
    public bool HasMethod { get; private set; }

    /// <summary>Looks into a whole message.</summary>
    public static MessageScan Of(ReadOnlySpan<byte> message)
    {
        MessageScan scan = new();
        scan.Read(message);
        return scan;
    }

    /// <summary>Looks into the next part of a message.</summary>
    public void Read(ReadOnlySpan<byte> part)
    {
        while (!part.IsEmpty)
        {
            if (_inString && _depth > 1 && !_isEscaped)
            {
                // Nearly all of a long message lies in strings further in, of which nothing is needed.
                int next = part.IndexOfAny((byte)'"', (byte)'\\');
                part = next < 0 ? [] : part[next..];
                if (part.IsEmpty)
                {
                    return;
                }
            }

            Read(part[0]);
            part = part[1..];
        }
    }

    private void Read(byte next)
    {
        if (_inString)
        {
            Keep(next);
            _inString = _isEscaped || next != '"';
            _isEscaped = !_isEscaped && next == '\\';
            return;
        }

        switch (next)
        {
            case (byte)'"':
                _inString = true;
                Keep(next);
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                _length = _depth == 1 ? 0 : _token.Length;
                break;
            case (byte)'}' or (byte)']':
                EndValue();
                _depth--;
                break;
            case (byte)',':
                EndValue();
                break;
            case (byte)':' when _depth == 1:
                EndName();
                break;
            case (byte)' ' or (byte)'\t' or (byte)'\r':
                break;
            default:
                Keep(next);
                break;
        }
    }

    private void Keep(byte next)
    {
        if (_depth == 1 && _length < _token.Length)
        {
            _token[_length++] = next;
        }
    }

    private void EndName()
    {
        ReadOnlySpan<byte> name = _token.AsSpan(0, _length);
        _isId = name.SequenceEqual("\"id\""u8);
        HasMethod |= name.SequenceEqual("\"method\""u8);
        _isValue = true;
        _length = 0;
    }

    private void EndValue()
    {
        if (_depth != 1)
        {
            return;
        }

        if (_isValue && _isId && _length < _token.Length)
        {
            Id = ReadId(_token.AsSpan(0, _length));
        }

        _isValue = _isId = false;
        _length = 0;
    }

    private static RequestId? ReadId(ReadOnlySpan<byte> token)
    {
        try
        {
            Utf8JsonReader reader = new(token);
            return reader.Read() switch
            {
                true when reader.TokenType == JsonTokenType.String => new RequestId(reader.GetString()!),
                true when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) => new RequestId(number),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
