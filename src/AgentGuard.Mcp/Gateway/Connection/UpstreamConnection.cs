using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>A connection of one client's own to one server.</summary>
internal sealed class UpstreamConnection : IAsyncDisposable
{
    /// <summary>Far from the numbers that the SDK gives to its own requests.</summary>
    private const long FirstId = 1_000_000_000;

    private const string FirstWithoutHandshake = "2026-07-28";

    private readonly UpstreamContext _context;
    private readonly McpClient _client;
    private readonly PeerTransport _transport;
    private readonly UpstreamCalls _calls;

    private UpstreamConnection(McpUpstream upstream, UpstreamContext context, McpClient client, PeerTransport transport, UpstreamCalls calls, UpstreamNotifications notifications)
    {
        Upstream = upstream;
        _context = context;
        _client = client;
        _transport = transport;
        _calls = calls;
        Notifications = notifications;
        _ = transport.Ended.ContinueWith(_ => calls.EndAll(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>The server.</summary>
    public McpUpstream Upstream { get; }

    /// <summary>What it can do.</summary>
    public ServerCapabilities Capabilities => _client.ServerCapabilities;

    /// <summary>Whether it speaks a revision of the protocol with a handshake. In newer ones it says nothing on its own, and nobody here listens for it.</summary>
    public bool IsHandshake => string.CompareOrdinal(_client.NegotiatedProtocolVersion, FirstWithoutHandshake) < 0;

    /// <summary>What it tells a model about itself.</summary>
    public string? Instructions => _client.ServerInstructions;

    /// <summary>What becomes of its notifications.</summary>
    public UpstreamNotifications Notifications { get; }

    /// <summary>The gateway's limits, logger and clock.</summary>
    public UpstreamContext Context => _context;

    /// <summary>Connects to a server, as a client that can do what the real one can.</summary>
    /// <exception cref="McpGatewayException">The server cannot be reached, or does not speak the protocol.</exception>
    public static async Task<UpstreamConnection> ConnectAsync(McpUpstream upstream, ClientSide client, UpstreamContext context, CancellationToken cancellationToken)
    {
        UpstreamCalls calls = new(context.TimeProvider);
        UpstreamNotifications notifications = new(calls, client);
        using CancellationTokenSource patience = new(context.Limits.ConnectTimeout, context.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        PeerTransport? transport = null;
        try
        {
            PeerRules rules = new($"server `{upstream.Key}`", context.Limits.MaxServerRequests, context.Logger) { OnNotification = notifications.TakeAsync, Refusal = calls.RefusalOf };
            transport = new PeerTransport(await upstream.OpenAsync(context, either.Token).ConfigureAwait(false), rules);
            McpClientOptions options = ServerQuestions.Options(upstream.Key, client, calls, notifications);
            McpClient mcp = await McpClient.CreateAsync(new OpenedTransport(upstream.Key, transport), options, context.LoggerFactory, either.Token).ConfigureAwait(false);
            return new UpstreamConnection(upstream, context, mcp, transport, calls, notifications);
        }
        catch (Exception e)
        {
            if (transport is not null)
            {
                await transport.DisposeAsync().ConfigureAwait(false);
            }

            cancellationToken.ThrowIfCancellationRequested();
            throw e as McpGatewayException ?? new McpGatewayException(
                e is OperationCanceledException or TimeoutException
                    ? $"server `{upstream.Key}` did not answer within {context.Limits.ConnectTimeout.TotalSeconds:0.#} seconds"
                    : $"server `{upstream.Key}` does not speak the protocol: {RemoteErrors.WordsOf(e)}",
                e);
        }
    }

    /// <summary>Asks the server something.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters. Of the client's metadata nothing is passed on: no policy has seen it.</param>
    /// <param name="asker">On whose behalf; null for the gateway's own.</param>
    /// <param name="cancellationToken">The caller's; the server is told.</param>
    /// <exception cref="UpstreamException">The server is gone, was silent for too long, or answered what cannot be read.</exception>
    /// <exception cref="McpProtocolException">The server answered with an error.</exception>
    public async Task<JsonObject> RequestAsync(string method, JsonObject parameters, Asker? asker, CancellationToken cancellationToken)
    {
        UpstreamCall call = _calls.Begin(asker, asker is null ? _context.Limits.ConnectTimeout : _context.Limits.RequestTimeout, cancellationToken);
        RequestId id = new(FirstId + call.Id);
        try
        {
            if (asker?.ProgressToken is not null)
            {
                parameters["_meta"] = new JsonObject { ["progressToken"] = call.Id };
            }

            // An id of the gateway's own: who gives a call up has to be able to say which.
            JsonRpcRequest request = new() { Id = id, Method = method, Params = parameters };
            JsonRpcResponse response = await _client.SendRequestAsync(request, call.Token).ConfigureAwait(false);
            return response.Result as JsonObject ?? throw new JsonException("the answer is no object");
        }
        catch (OperationCanceledException) when (call.HasTimedOut && !cancellationToken.IsCancellationRequested)
        {
            _ = CancelAsync(id);
            throw Fail(method, $"did not answer within {call.Timeout.TotalSeconds:0.#} seconds", innerException: null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = CancelAsync(id);
            throw;
        }
        catch (McpProtocolException e) when ((int)e.ErrorCode == LineTransport.Unreadable)
        {
            throw Fail(method, "gave an answer that cannot be read, or is too long", e);
        }
        catch (McpProtocolException e)
        {
            throw RemoteErrors.AsAnswered(e);
        }
        catch (Exception e)
        {
            throw Fail(method, _transport.Ended.IsCompleted ? "has closed its connection" : "gave an answer that cannot be read", e);
        }
        finally
        {
            _calls.End(call);
        }
    }

    /// <summary>Asks the server something, and takes the answer for what it must be.</summary>
    /// <inheritdoc cref="RequestAsync(string, JsonObject, Asker?, CancellationToken)"/>
    public async Task<TResult> RequestAsync<TResult>(string method, JsonObject parameters, Asker? asker, CancellationToken cancellationToken)
    {
        JsonObject result = await RequestAsync(method, parameters, asker, cancellationToken).ConfigureAwait(false);
        try
        {
            return result.Deserialize((JsonTypeInfo<TResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(TResult)))!;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Fail(method, "gave an answer that cannot be read", e);
        }
    }

    /// <summary>Tells the server something.</summary>
    public async Task NotifyAsync(string method, JsonObject? parameters, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = new(_context.Limits.ConnectTimeout, _context.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _client.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or McpException or ObjectDisposedException or OperationCanceledException)
        {
            _context.Logger.CallFailed(Upstream.Key, method, RemoteErrors.WordsOf(e));
        }
    }

    private Task CancelAsync(RequestId id) => NotifyAsync(
        NotificationMethods.CancelledNotification,
        new JsonObject { ["requestId"] = (long)id.Id!, ["reason"] = "nobody waits for the answer any more" },
        CancellationToken.None);

    /// <summary>Lets the transport know the server's tools, which over HTTP say of some arguments that they go into headers, too.</summary>
    public void Know(IEnumerable<Tool> tools)
    {
        foreach (Tool tool in Upstream is HttpUpstream ? tools : [])
        {
            try
            {
                _client.AddKnownTools([tool]);
            }
            catch (ArgumentException e)
            {
                _context.Logger.LeftOut($"the headers of `{PlainText.Of(tool.Name)}`", Upstream.Key, PlainText.Of(e.Message));
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Over HTTP the server is told, and may take its time to answer.
            await EndAsync().WaitAsync(_context.Limits.ClosingTimeout, _context.TimeProvider).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _context.Logger.ServerKilled(Upstream.Key);
        }
    }

    private async Task EndAsync()
    {
        try
        {
            await _client.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            await _transport.DisposeAsync().ConfigureAwait(false);
        }
    }

    private UpstreamException Fail(string method, string fault, Exception? innerException)
    {
        _context.Logger.CallFailed(Upstream.Key, method, innerException is null ? fault : $"{fault}: {RemoteErrors.WordsOf(innerException)}");
        return new UpstreamException(Upstream.Key, fault, innerException);
    }

    /// <summary>A transport that is open already, as the SDK takes it.</summary>
    private sealed class OpenedTransport(string name, ITransport transport) : IClientTransport
    {
        public string Name => name;

        public Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) => Task.FromResult(transport);
    }
}
