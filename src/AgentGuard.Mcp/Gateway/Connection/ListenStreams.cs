using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// What a client of the newest revision of the protocol listens to. It hears of changes by requests that stay open, <c>subscriptions/listen</c>, and not otherwise.
/// The guard has decided by then which resources it may listen to.
/// </summary>
internal sealed class ListenStreams(ServerLists lists, ResourceSubscriptions resources)
{
    private readonly ConcurrentDictionary<RequestId, Stream> _streams = new();

    /// <summary>Tells of changes of the lists from now on.</summary>
    public void Watch()
    {
        lists.Tools.Tools.Changed += (_, _) => Tell(NotificationMethods.ToolListChangedNotification, static granted => granted.ToolsListChanged);
        lists.Prompts.Prompts.Changed += (_, _) => Tell(NotificationMethods.PromptListChangedNotification, static granted => granted.PromptsListChanged);
        lists.Resources.Resources.Changed += (_, _) => Tell(NotificationMethods.ResourceListChangedNotification, static granted => granted.ResourcesListChanged);
    }

    /// <summary>Answers a request to listen, which ends when the client cancels it.</summary>
    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken cancellationToken)
    {
        SubscriptionsListenNotifications wanted = request.Params.Notifications;
        List<string> watched = [];
        try
        {
            foreach (string uri in (wanted.ResourceSubscriptions ?? []).Distinct(StringComparer.Ordinal))
            {
                if (await resources.TrySubscribeAsync(uri, Asker.Of(request), cancellationToken).ConfigureAwait(false))
                {
                    watched.Add(uri);
                }
            }

            Stream stream = new(request.Server, request.JsonRpcRequest.Id, new SubscriptionsListenNotifications
            {
                ToolsListChanged = wanted.ToolsListChanged,
                PromptsListChanged = wanted.PromptsListChanged,
                ResourcesListChanged = wanted.ResourcesListChanged,
                ResourceSubscriptions = watched,
            });
            _streams[request.JsonRpcRequest.Id] = stream;
            JsonNode? granted = JsonSerializer.SerializeToNode(stream.Granted, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(SubscriptionsListenNotifications)));
            await stream.SendAsync(NotificationMethods.SubscriptionsAcknowledgedNotification, new JsonObject { ["notifications"] = granted }, cancellationToken).ConfigureAwait(false);
            TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = cancellationToken.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), ended);
            await ended.Task.ConfigureAwait(false);
            return new EmptyResult();
        }
        finally
        {
            _streams.TryRemove(request.JsonRpcRequest.Id, out _);
            foreach (string uri in watched.Where(uri => !_streams.Values.Any(stream => stream.Watches(uri))))
            {
                resources.Forget(uri);
            }
        }
    }

    /// <summary>Tells of a resource that has changed.</summary>
    public async ValueTask UpdatedAsync(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        string? changed = notification.Params is JsonObject members && members["uri"] is JsonValue uri && uri.TryGetValue(out string? text) ? text : null;
        foreach (Stream stream in _streams.Values.Where(stream => changed is not null && stream.Watches(changed)))
        {
            await stream.SendAsync(notification.Method, (JsonObject)notification.Params!.DeepClone(), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Tell(string method, Func<SubscriptionsListenNotifications, bool?> isWanted)
    {
        foreach (Stream stream in _streams.Values.Where(stream => isWanted(stream.Granted) == true))
        {
            _ = stream.SendAsync(method, [], CancellationToken.None);
        }
    }

    /// <summary>One request that stays open.</summary>
    private sealed class Stream(McpServer client, RequestId id, SubscriptionsListenNotifications granted)
    {
        public SubscriptionsListenNotifications Granted => granted;

        public bool Watches(string uri) => granted.ResourceSubscriptions?.Any(watched => UpstreamNotifications.IsPart(uri, watched)) == true;

        public Task SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
        {
            parameters["_meta"] = new JsonObject { [MetaKeys.SubscriptionId] = JsonSerializer.SerializeToNode(id.Id) };
            return client.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, cancellationToken);
        }
    }
}
