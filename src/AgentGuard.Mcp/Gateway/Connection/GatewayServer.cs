using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>The gateway as the server that a client sees: what its servers can do, behind the guard.</summary>
internal sealed class GatewayServer(
    McpGatewayOptions options,
    UpstreamContext context,
    AgentScope scope,
    ClientSide client,
    IReadOnlyList<UpstreamConnection> servers,
    ServerLists lists,
    Task listed)
{
    private readonly IReadOnlyList<Refresh> _rootsChanged =
        [.. servers.Select(static server => new Refresh(() => server.NotifyAsync(NotificationMethods.RootsListChangedNotification, parameters: null, CancellationToken.None)))];

    private McpServer? _server;

    /// <summary>Done when the servers' lists have been read for the first time.</summary>
    public Task Listed => listed;

    /// <summary>The server of the SDK that was made of the options.</summary>
    public void Attach(McpServer server)
    {
        _server = server;
        if (!client.Hello.IsHandshake)
        {
            // There is no greeting whose end could be waited for.
            client.Ready(server);
        }
    }

    /// <summary>Hears what the client says without asking.</summary>
    /// <returns>False where the SDK has to see it.</returns>
    public ValueTask<bool> HearAsync(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        switch (notification.Method)
        {
            case NotificationMethods.InitializedNotification:
                client.Ready(_server!);
                return ValueTask.FromResult(false);
            case NotificationMethods.CancelledNotification:
                return ValueTask.FromResult(false);
            case NotificationMethods.RootsListChangedNotification when client.Hello.Capabilities.Roots is null:
                return ValueTask.FromResult(true);
            case NotificationMethods.RootsListChangedNotification:
                // The client does not wait for servers that do not read.
                foreach (Refresh told in _rootsChanged)
                {
                    _ = told.RunAsync();
                }

                return ValueTask.FromResult(true);
            default:
                // Progress of what a server asked: none was wanted. And what nobody knows.
                return ValueTask.FromResult(true);
        }
    }

    /// <summary>Makes the options of the SDK's server.</summary>
    public McpServerOptions CreateOptions()
    {
        McpServerOptions made = new()
        {
            ServerInfo = new Implementation { Name = "agentguard", Version = typeof(McpGateway).Assembly.GetName().Version?.ToString(3) ?? "0" },
            ServerInstructions = Instructions(),
            InitializationTimeout = Timeout.InfiniteTimeSpan,
        };
        AddTools(made);
        AddPrompts(made);
        AddResources(made);
        if (servers.Where(static server => server.Capabilities.Logging is not null).ToList() is { Count: > 0 } logging)
        {
            made.Handlers.SetLoggingLevelHandler = new LoggingLevels(logging).SetAsync;
        }

        if (servers.Any(static server => server.Capabilities.Completions is not null))
        {
            made.Handlers.CompleteHandler = new Completions(lists).CompleteAsync;
        }

        if (!client.Hello.IsHandshake)
        {
            ListenStreams streams = new(lists, new ResourceSubscriptions(lists.Resources));
            streams.Watch();
            client.OnUpdated = streams.UpdatedAsync;
            made.Handlers.SubscriptionsListenHandler = streams.ListenAsync;
        }

        made.Filters.Message.IncomingFilters.Add(ReadableParameters.Require);
        made.Filters.Message.IncomingFilters.Add(Wait);
        made.Filters.Message.OutgoingFilters.Add(HoldBack);
        return made.AddAgentGuard(options.Guard, new McpGuardOptions
        {
            Toolset = servers[0].Upstream.Key,
            ToolsetOf = static primitive => ((IUpstreamPrimitive)primitive).Server.Upstream.Key,
            Scope = _ => scope,
            HasHuman = options.HasHuman,
            TimeProvider = context.TimeProvider,
            LoggerFactory = context.LoggerFactory,
        });
    }

    private void AddTools(McpServerOptions made)
    {
        if (servers.Any(static server => server.Capabilities.Tools is not null))
        {
            made.ToolCollection = lists.Tools.Tools;
            made.Filters.Request.ListToolsFilters.Add(next => async (request, cancellationToken) =>
            {
                await lists.RefreshAsync(NotificationMethods.ToolListChangedNotification, static can => can.Tools?.ListChanged).ConfigureAwait(false);
                return await next(request, cancellationToken).ConfigureAwait(false);
            });
        }
    }

    private void AddPrompts(McpServerOptions made)
    {
        if (servers.Any(static server => server.Capabilities.Prompts is not null))
        {
            made.PromptCollection = lists.Prompts.Prompts;
            made.Filters.Request.ListPromptsFilters.Add(next => async (request, cancellationToken) =>
            {
                await lists.RefreshAsync(NotificationMethods.PromptListChangedNotification, static can => can.Prompts?.ListChanged).ConfigureAwait(false);
                return await next(request, cancellationToken).ConfigureAwait(false);
            });
        }
    }

    private void AddResources(McpServerOptions made)
    {
        if (servers.All(static server => server.Capabilities.Resources is null))
        {
            return;
        }

        made.ResourceCollection = lists.Resources.Resources;
        made.Capabilities = new ServerCapabilities { Resources = new ResourcesCapability { Subscribe = servers.Any(static server => server.IsHandshake && server.Capabilities.Resources?.Subscribe == true) } };
        ResourceSubscriptions subscriptions = new(lists.Resources);
        made.Handlers.SubscribeToResourcesHandler = subscriptions.SubscribeAsync;
        made.Handlers.UnsubscribeFromResourcesHandler = subscriptions.UnsubscribeAsync;
        made.Filters.Request.ListResourcesFilters.Add(next => async (request, cancellationToken) =>
        {
            await lists.RefreshAsync(NotificationMethods.ResourceListChangedNotification, static can => can.Resources?.ListChanged).ConfigureAwait(false);
            ListResourcesResult result = await next(request, cancellationToken).ConfigureAwait(false);
            Dictionary<string, int> order = lists.Resources.Order();
            result.Resources = [.. result.Resources.OrderBy(resource => order.GetValueOrDefault(resource.Uri, int.MaxValue))];
            return result;
        });
        made.Filters.Request.ListResourceTemplatesFilters.Add(next => async (request, cancellationToken) =>
        {
            ListResourceTemplatesResult result = await next(request, cancellationToken).ConfigureAwait(false);
            Dictionary<string, int> order = lists.Resources.Order();
            result.ResourceTemplates = [.. result.ResourceTemplates.OrderBy(template => order.GetValueOrDefault(template.UriTemplate, int.MaxValue))];
            return result;
        });
    }

    /// <summary>A request waits until the servers' lists are there: it may name what stands on one. The handshake does not, since a server may ask the client something before it lists.</summary>
    private McpMessageHandler Wait(McpMessageHandler next) => async (message, cancellationToken) =>
    {
        if (!listed.IsCompleted && message.JsonRpcMessage is JsonRpcRequest { Method: not (RequestMethods.Initialize or RequestMethods.Ping or RequestMethods.ServerDiscover) })
        {
            await listed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await next(message, cancellationToken).ConfigureAwait(false);
    };

    /// <summary>What the lists hold at first is no change of them.</summary>
    private McpMessageHandler HoldBack(McpMessageHandler next) => (message, cancellationToken) =>
        !listed.IsCompleted && message.JsonRpcMessage is JsonRpcNotification
        {
            Method: NotificationMethods.ToolListChangedNotification or NotificationMethods.PromptListChangedNotification or NotificationMethods.ResourceListChangedNotification
        }
            ? Task.CompletedTask
            : next(message, cancellationToken);

    private string? Instructions()
    {
        List<UpstreamConnection> said = [.. servers.Where(static server => !string.IsNullOrWhiteSpace(server.Instructions))];
        return said switch
        {
            [] => null,
            [UpstreamConnection one] when servers.Count == 1 => one.Instructions,
            _ => string.Join("\n\n", said.Select(static server => $"# {server.Upstream.Key}\n{server.Instructions}")),
        };
    }
}
