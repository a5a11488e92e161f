using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>One client, from its first word to its last.</summary>
internal sealed class GatewayConnection(McpGatewayOptions options, UpstreamContext context)
{
    /// <summary>Serves the client.</summary>
    public async Task RunAsync(ITransport client, CancellationToken cancellationToken)
    {
        await using (client.ConfigureAwait(false))
        {
            if (await ClientHello.ReadAsync(client, cancellationToken).ConfigureAwait(false) is { } hello)
            {
                await ServeAsync(client, hello, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ServeAsync(ITransport client, ClientHello hello, CancellationToken cancellationToken)
    {
        if (!options.PassesRoots)
        {
            // A server that is not told of roots does not ask for them, and is refused if it does.
            hello.Capabilities.Roots = null;
        }

        using AgentScope scope = AgentScope.Begin(GuardSession.Create(), options.Root, Hop.Asserted(Principal.Agent(ClientName.Of(hello.ClientInfo))));
        context.Logger.SessionBegun(scope.Chain.ToString(), scope.Session.Id);
        using CancellationTokenSource closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ClientSide side = new(hello, context.Logger);
        List<UpstreamConnection> servers = [];
        try
        {
            servers.AddRange(await ConnectAsync(client, side, closing.Token).ConfigureAwait(false));
            (side.Hello, IReadOnlyList<JsonRpcMessage> waiting) = await hello.CatchUpAsync(client, closing.Token).ConfigureAwait(false);
            ServerLists lists = new(options.Guard, servers, closing.Token);
            Task listed = lists.StartAsync();
            await ServeAsync(client, waiting, new GatewayServer(options, context, scope, side, servers, lists, listed), closing).ConfigureAwait(false);
        }
        finally
        {
            await closing.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(servers.Select(static server => server.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(ITransport client, IReadOnlyList<JsonRpcMessage> waiting, GatewayServer gateway, CancellationTokenSource closing)
    {
        PeerRules rules = new("the client", options.Limits.MaxRequests, context.Logger) { OnNotification = gateway.HearAsync };
        PeerTransport transport = new(client, rules, waiting);
        await using (transport.ConfigureAwait(false))
        {
            McpServer server = McpServer.Create(transport, gateway.CreateOptions(), context.LoggerFactory);
            await using (server.ConfigureAwait(false))
            {
                gateway.Attach(server);
                Task serving = server.RunAsync(closing.Token);
                Task ended = await Task.WhenAny(serving, transport.Ended, FailureOf(gateway.Listed)).ConfigureAwait(false);
                if (ended == transport.Ended)
                {
                    // The client has said its last. What it asked before may be answered, but nobody waits for ever.
                    await Task.WhenAny(serving, Task.Delay(options.Limits.ClosingTimeout, context.TimeProvider, closing.Token)).ConfigureAwait(false);
                }

                await closing.CancelAsync().ConfigureAwait(false);
                await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await gateway.Listed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (gateway.Listed.IsFaulted)
                {
                    await gateway.Listed.ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Done if a task fails, and never otherwise.</summary>
    private static Task FailureOf(Task task)
    {
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = task.ContinueWith(_ => failed.TrySetResult(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return failed.Task;
    }

    private async Task<IReadOnlyList<UpstreamConnection>> ConnectAsync(ITransport client, ClientSide side, CancellationToken cancellationToken)
    {
        UpstreamConnection?[] connected = await Task.WhenAll(options.Upstreams.Select(upstream => TryConnectAsync(upstream, side, cancellationToken))).ConfigureAwait(false);
        IReadOnlyList<UpstreamConnection> servers = [.. connected.OfType<UpstreamConnection>()];
        if (servers.Count > 0)
        {
            return servers;
        }

        string fault = options.Upstreams is [McpUpstream only] ? $"server `{only.Key}` cannot be reached" : "none of the servers can be reached";
        JsonRpcErrorDetail error = new() { Code = (int)McpErrorCode.InternalError, Message = fault };
        await client.SendMessageAsync(new JsonRpcError { Id = side.Hello.Message.Id, Error = error }, cancellationToken).ConfigureAwait(false);
        throw new McpGatewayException(fault);
    }

    private async Task<UpstreamConnection?> TryConnectAsync(McpUpstream upstream, ClientSide side, CancellationToken cancellationToken)
    {
        try
        {
            return await UpstreamConnection.ConnectAsync(upstream, side, context, cancellationToken).ConfigureAwait(false);
        }
        catch (McpGatewayException e)
        {
            context.Logger.NotConnected(upstream.Key, e.Message);
            return null;
        }
    }
}
