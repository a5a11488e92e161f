using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>The client of a connection, as the servers behind the gateway reach it.</summary>
internal sealed class ClientSide(ClientHello hello, ILogger logger)
{
    private readonly TaskCompletionSource<McpServer> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it said of itself.</summary>
    public ClientHello Hello => hello;

    /// <summary>The client has been greeted, and can be asked and told something.</summary>
    public void Ready(McpServer server) => _ready.TrySetResult(server);

    /// <summary>Asks the client something on a server's behalf.</summary>
    /// <param name="calls">The calls that the server has not answered.</param>
    /// <param name="ask">The question.</param>
    /// <param name="cancellationToken">The server's.</param>
    /// <exception cref="McpProtocolException">No call of the client's is open, and its revision of the protocol lets a server ask something only in answers.</exception>
    public async ValueTask<T> AskAsync<T>(UpstreamCalls calls, Func<McpServer, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        if (calls.Questioning() is { Asker: { } asker } call)
        {
            return await call.AskAsync(ask, asker.Client, cancellationToken).ConfigureAwait(false);
        }

        if (!hello.IsHandshake)
        {
            throw new McpProtocolException("the client can be asked something only while it waits for an answer", McpErrorCode.InvalidRequest);
        }

        return await ask(await _ready.Task.WaitAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
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

    /// <summary>Passes a log message on, where the client wants to hear it.</summary>
    /// <param name="notification">The message.</param>
    /// <param name="calls">The calls that the server has not answered.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public ValueTask LogAsync(JsonRpcNotification notification, UpstreamCalls calls, CancellationToken cancellationToken) =>
        hello.IsHandshake || (calls.Questioning()?.Asker?.LogLevel is { } least && Level(notification.Params) >= least)
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
