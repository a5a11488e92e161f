using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// Holds a peer to the protocol before the SDK sees its messages: no more requests at a time than agreed, no two with one id, one answer to each question and none
/// that nobody asked for. Notifications can be taken in their order, one at a time, so that a flood of them waits with whoever sends it.
/// </summary>
internal sealed class PeerTransport : ITransport
{
    private const int Backlog = 64;

    // Whoever waits for a message goes on with it where it was read: a change of threads costs more than what it does.
    private readonly Channel<JsonRpcMessage> _messages = Channel.CreateBounded<JsonRpcMessage>(
        new BoundedChannelOptions(Backlog) { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly ConcurrentDictionary<RequestId, byte> _asked = new();
    private readonly ConcurrentDictionary<RequestId, byte> _asking = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ITransport _inner;
    private readonly PeerRules _rules;
    private uint _refused;
    private int _disposed;

    /// <summary>Starts to read.</summary>
    /// <param name="inner">Where the messages come from.</param>
    /// <param name="rules">What the peer may do.</param>
    /// <param name="first">What was read already, in its order.</param>
    public PeerTransport(ITransport inner, PeerRules rules, params IReadOnlyList<JsonRpcMessage> first)
    {
        _inner = inner;
        _rules = rules;
        Ended = Task.Run(() => PumpAsync(first));
    }

    /// <summary>Done when the peer has said its last.</summary>
    public Task Ended { get; }

    /// <inheritdoc/>
    public string? SessionId => _inner.SessionId;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => _messages.Reader;

    /// <inheritdoc/>
    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        switch (message)
        {
            case JsonRpcRequest request:
                _asked.TryAdd(request.Id, 0);
                break;
            case JsonRpcMessageWithId answer:
                _asking.TryRemove(answer.Id, out _);
                break;
            case JsonRpcNotification { Method: NotificationMethods.CancelledNotification } cancelled when CancelledId(cancelled) is { } id && !_asked.TryRemove(id, out _):
                // It is answered or cancelled already. The SDK says so too, mostly.
                return;
            default:
                break;
        }

        await _inner.SendMessageAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await _inner.DisposeAsync().ConfigureAwait(false);
        _messages.Writer.TryComplete();
        while (_messages.Reader.TryRead(out _))
        {
        }
    }

    private async Task PumpAsync(IReadOnlyList<JsonRpcMessage> first)
    {
        Exception? fault = null;
        try
        {
            foreach (JsonRpcMessage message in first)
            {
                await TakeAsync(message).ConfigureAwait(false);
            }

            await foreach (JsonRpcMessage message in _inner.MessageReader.ReadAllAsync(_closing.Token).ConfigureAwait(false))
            {
                await TakeAsync(message).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            _rules.Logger.PeerClosed(_rules.Peer);
        }
        catch (Exception e)
        {
            fault = e;
            _rules.Logger.PeerFailed(_rules.Peer, e.Message);
        }

        _messages.Writer.TryComplete(fault);
    }

    private async ValueTask TakeAsync(JsonRpcMessage message)
    {
        switch (message)
        {
            case JsonRpcRequest request:
                await TakeRequestAsync(request).ConfigureAwait(false);
                return;
            case JsonRpcNotification notification:
                if (CancelledId(notification) is { } cancelled)
                {
                    _asking.TryRemove(cancelled, out _);
                }

                if (_rules.OnNotification is null || !await _rules.OnNotification(notification, _closing.Token).ConfigureAwait(false))
                {
                    break;
                }

                return;
            case JsonRpcMessageWithId answer when !_asked.TryRemove(answer.Id, out _):
                _rules.Logger.AnswerDropped(_rules.Peer);
                return;
            default:
                break;
        }

        await _messages.Writer.WriteAsync(message, _closing.Token).ConfigureAwait(false);
    }

    private async ValueTask TakeRequestAsync(JsonRpcRequest request)
    {
        if (_rules.Refusal?.Invoke(request) is { } refusal)
        {
            await RefuseAsync(request, refusal).ConfigureAwait(false);
        }
        else if (_asking.Count >= _rules.MaxRequests)
        {
            await RefuseAsync(request, $"more than {_rules.MaxRequests} requests at a time").ConfigureAwait(false);
        }
        else if (!_asking.TryAdd(request.Id, 0))
        {
            await RefuseAsync(request, "the id belongs to a request that is not answered yet").ConfigureAwait(false);
        }
        else
        {
            await _messages.Writer.WriteAsync(request, _closing.Token).ConfigureAwait(false);
        }
    }

    private Task RefuseAsync(JsonRpcRequest request, string fault)
    {
        if (BitOperations.IsPow2(++_refused))
        {
            _rules.Logger.RequestRefused(_rules.Peer, fault, _refused);
        }

        JsonRpcErrorDetail error = new() { Code = (int)McpErrorCode.InvalidRequest, Message = fault };

        // Past this transport's own books: a refusal does not end the request that has the id.
        return _inner.SendMessageAsync(new JsonRpcError { Id = request.Id, Error = error }, _closing.Token);
    }

    private static RequestId? CancelledId(JsonRpcNotification notification) =>
        notification is { Method: NotificationMethods.CancelledNotification, Params: JsonObject { } members } && members["requestId"] is JsonValue id
            ? id.TryGetValue(out string? text) ? new RequestId(text) : id.TryGetValue(out long number) ? new RequestId(number) : null
            : null;
}
