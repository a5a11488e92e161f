using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// Messages as lines of JSON on two streams. The SDK's own transports keep a line however long it is, and drop what they cannot read,
/// so that who asked waits for ever; here both are answered.
/// </summary>
internal sealed class LineTransport : ITransport
{
    /// <summary>The code of an error that stands for an answer which could not be read.</summary>
    public const int Unreadable = -32090;

    private const int Backlog = 64;

    private static readonly JsonTypeInfo<JsonRpcMessage> s_message = (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    // Whoever waits for a message goes on with it where it was read: a change of threads costs more than what it does.
    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateBounded<JsonRpcMessage>(
        new BoundedChannelOptions(Backlog) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly LineTransportOptions _options;
    private uint _rejected;
    private int _disposed;

    /// <summary>Starts to read.</summary>
    /// <param name="input">What the peer writes.</param>
    /// <param name="output">What the peer reads.</param>
    /// <param name="options">Who the peer is, and what it may do.</param>
    public LineTransport(Stream input, Stream output, LineTransportOptions options)
    {
        _input = input;
        _output = output;
        _options = options;
        _ = Task.Run(ReadAllAsync);
    }

    /// <inheritdoc/>
    public string? SessionId => null;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    /// <inheritdoc/>
    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(message, s_message);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';

        // Whoever sends may give up, but a line that was begun is written to its end: half a line would spoil the next message.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        await WriteAsync(json).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);

        // A read that is blocked in the operating system ends with its stream alone.
        await _output.DisposeAsync().ConfigureAwait(false);
        await _input.DisposeAsync().ConfigureAwait(false);
        _messages.Writer.TryComplete();
        while (_messages.Reader.TryRead(out _))
        {
        }
    }

    private async Task WriteAsync(byte[] line)
    {
        try
        {
            using CancellationTokenSource patience = new(_options.WriteTimeout, _options.TimeProvider);
            await _output.WriteAsync(line, patience.Token).ConfigureAwait(false);
            await _output.FlushAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Nothing can follow half a line.
            _messages.Writer.TryComplete(new IOException($"{_options.Peer} does not read what it is sent", e));
            throw new IOException($"{_options.Peer} does not read what it is sent", e);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ReadAllAsync()
    {
        Exception? fault = null;
        try
        {
            LineReader lines = new(_input, _options.MaxMessageBytes);
            while (await lines.ReadAsync(_closing.Token).ConfigureAwait(false) is { } line)
            {
                if (!line.IsBlank)
                {
                    await TakeAsync(line).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or ChannelClosedException)
        {
            _options.Logger.PeerClosed(_options.Peer);
        }
        catch (Exception e)
        {
            fault = e;
        }

        _messages.Writer.TryComplete(fault);
    }

    private async Task TakeAsync(Line line)
    {
        if (line.TooLong is { } scan)
        {
            await RejectAsync(scan, $"is longer than {_options.MaxMessageBytes} bytes").ConfigureAwait(false);
        }
        else if (Parse(line.Bytes.Span) is { } message)
        {
            await _messages.Writer.WriteAsync(message, _closing.Token).ConfigureAwait(false);
        }
        else
        {
            await RejectAsync(MessageScan.Of(line.Bytes.Span), "is no JSON-RPC message").ConfigureAwait(false);
        }
    }

    private static JsonRpcMessage? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return Utf8.IsValid(line) ? JsonSerializer.Deserialize(line, s_message) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Tells whoever waits for the message: the peer, where it asked, or whoever asked the peer.</summary>
    private async ValueTask RejectAsync(MessageScan scan, string fault)
    {
        if (BitOperations.IsPow2(++_rejected))
        {
            _options.Logger.MessageRejected(_options.Peer, fault, _rejected);
        }

        if (scan is { Id: { } answered, HasMethod: false })
        {
            JsonRpcError answer = Error(answered, Unreadable, $"the answer {fault}");
            await _messages.Writer.WriteAsync(answer, _closing.Token).ConfigureAwait(false);
        }
        else if (scan is { Id: not null, HasMethod: true } || _options.AnswersUnreadable)
        {
            await SendMessageAsync(Error(scan.Id ?? default, (int)McpErrorCode.ParseError, $"the message {fault}"), _closing.Token).ConfigureAwait(false);
        }
    }

    private static JsonRpcError Error(RequestId id, int code, string message) =>
        new() { Id = id, Error = new JsonRpcErrorDetail { Code = code, Message = message } };
}
