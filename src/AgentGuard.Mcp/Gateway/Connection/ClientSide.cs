using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>The client of a connection, as the servers behind the gateway reach it.</summary>
internal sealed class ClientSide(ClientHello hello, ILogger logger)
{
    private readonly TaskCompletionSource<McpServer> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastQuestion;

    /// <summary>What it said of itself; until it has been greeted it may say so anew.</summary>
    public ClientHello Hello { get; set; } = hello;

    /// <summary>The client has been greeted, and can be asked and told something.</summary>
    public void Ready(McpServer server) => _ready.TrySetResult(server);

    /// <summary>Asks the client something on a server's behalf.</summary>
    /// <param name="calls">The calls that the server has not answered.</param>
    /// <param name="method">The question.</param>
    /// <param name="parameters">What it says.</param>
    /// <param name="cancellationToken">The server's.</param>
    /// <exception cref="McpProtocolException">
    /// The client answered with an error; or no call of its own is open, and its revision of the protocol lets a server ask something only in answers.
    /// </exception>
    public async ValueTask<TResult> AskAsync<TParams, TResult>(UpstreamCalls calls, string method, TParams parameters, CancellationToken cancellationToken)
    {
        if (calls.Questioning() is { Asker: { } asker } call)
        {
            return await call.AskAsync(() => SendAsync(asker.Client), cancellationToken).ConfigureAwait(false);
        }

        return Hello.IsHandshake
            ? await SendAsync(await _ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false)
            : throw new McpProtocolException("the client can be asked something only while it waits for an answer", McpErrorCode.InvalidRequest);

        async ValueTask<TResult> SendAsync(McpServer server)
        {
            // An id of the gateway's own: who gives a question up has to be able to say which.
            RequestId id = new($"server-{Interlocked.Increment(ref _lastQuestion)}");
            JsonRpcRequest question = new() { Id = id, Method = method, Params = JsonSerializer.SerializeToNode(parameters, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(TParams))) };
            try
            {
                JsonRpcResponse answer = await server.SendRequestAsync(question, cancellationToken).ConfigureAwait(false);
                return answer.Result.Deserialize((JsonTypeInfo<TResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(TResult)))!;
            }
            catch (McpProtocolException e)
            {
                throw RemoteErrors.AsAnswered(e);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                JsonRpcNotification cancelled = new() { Method = NotificationMethods.CancelledNotification, Params = new JsonObject { ["requestId"] = id.ToString() } };
                _ = NotifyAsync(cancelled, CancellationToken.None).AsTask();
                throw;
            }
        }
    }

    /// <summary>Passes a notification on; before the client has been greeted there is nobody to hear it.</summary>
    public async ValueTask NotifyAsync(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        if (!_ready.Task.IsCompletedSuccessfully)
        {
            return;
        }

        try
        {
            McpServer client = await _ready.Task.ConfigureAwait(false);
            await client.SendMessageAsync(new JsonRpcNotification { Method = notification.Method, Params = notification.Params }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            logger.PeerFailed("the client", e.Message);
        }
    }

    /// <summary>Tells a client that listens by requests of a resource that has changed; null where it is told as any client.</summary>
    public Func<JsonRpcNotification, CancellationToken, ValueTask>? OnUpdated { get; set; }

    /// <summary>Passes on that a resource has changed.</summary>
    public ValueTask UpdatedAsync(JsonRpcNotification notification, CancellationToken cancellationToken) =>
        OnUpdated is { } told ? told(notification, cancellationToken) : NotifyAsync(notification, cancellationToken);

    /// <summary>Passes a log message on, where the client wants to hear it.</summary>
    /// <param name="notification">The message.</param>
    /// <param name="calls">The calls that the server has not answered.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public ValueTask LogAsync(JsonRpcNotification notification, UpstreamCalls calls, CancellationToken cancellationToken) =>
        Hello.IsHandshake || (calls.Questioning()?.Asker?.LogLevel is { } least && Level(notification.Params) >= least)
            ? NotifyAsync(notification, cancellationToken)
            : ValueTask.CompletedTask;

    private static LoggingLevel? Level(JsonNode? parameters)
    {
        try
        {
            return (LoggingLevel?)(parameters as JsonObject)?["level"].Deserialize(McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(LoggingLevel)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
