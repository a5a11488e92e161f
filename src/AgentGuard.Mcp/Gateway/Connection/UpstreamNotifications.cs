using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>
/// What becomes of a server's notifications. They are taken one by one, before the next message is read: progress reaches the client before the result, and a
/// server that floods waits for the client as it would without a gateway. What is none of a server's business does not pass.
/// </summary>
internal sealed class UpstreamNotifications(UpstreamCalls calls, ClientSide client)
{
    private const int MaxRemembered = 1024;

    private readonly ConcurrentDictionary<string, byte> _subscribed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _opened = new(StringComparer.Ordinal);

    /// <summary>Hears that one of the server's lists has changed.</summary>
    public Action<string>? OnListChanged { get; set; }

    /// <summary>Lets updates of a resource through.</summary>
    public void Subscribe(string uri) => Remember(_subscribed, uri);

    /// <summary>Lets updates of a resource through no longer.</summary>
    public void Unsubscribe(string uri) => _subscribed.TryRemove(uri, out _);

    /// <summary>Lets the server say that a question with an address of its own is done.</summary>
    public void Open(string elicitationId) => Remember(_opened, elicitationId);

    /// <summary>Takes a notification.</summary>
    /// <returns>False where the SDK has to see it.</returns>
    public async ValueTask<bool> TakeAsync(JsonRpcNotification notification, CancellationToken cancellationToken)
    {
        switch (notification.Method)
        {
            case NotificationMethods.CancelledNotification:
                return false;
            case NotificationMethods.ProgressNotification:
                await calls.ReportAsync(notification.Params, cancellationToken).ConfigureAwait(false);
                break;
            case NotificationMethods.LoggingMessageNotification:
                await client.LogAsync(notification, calls, cancellationToken).ConfigureAwait(false);
                break;
            case NotificationMethods.ToolListChangedNotification
                or NotificationMethods.PromptListChangedNotification
                or NotificationMethods.ResourceListChangedNotification:
                OnListChanged?.Invoke(notification.Method);
                break;
            case NotificationMethods.ResourceUpdatedNotification when Text(notification, "uri") is { } uri && IsSubscribed(uri):
                await client.UpdatedAsync(notification, cancellationToken).ConfigureAwait(false);
                break;
            case NotificationMethods.ElicitationCompleteNotification when Text(notification, "elicitationId") is { } id && _opened.TryRemove(id, out _):
                await client.NotifyAsync(notification, cancellationToken).ConfigureAwait(false);
                break;
            default:
                break;
        }

        return true;
    }

    /// <summary>Whether a URI is that of a resource or of a part of it.</summary>
    public static bool IsPart(string uri, string whole) => uri == whole || uri.StartsWith(whole + "/", StringComparison.Ordinal);

    /// <summary>Whether somebody wants to hear of a resource, or of what it is a part of.</summary>
    private bool IsSubscribed(string uri) => _subscribed.ContainsKey(uri) || _subscribed.Keys.Any(whole => IsPart(uri, whole));

    private static string? Text(JsonRpcNotification notification, string member) =>
        notification.Params is JsonObject members && members[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static void Remember(ConcurrentDictionary<string, byte> set, string text)
    {
        if (set.Count < MaxRemembered)
        {
            set.TryAdd(text, 0);
        }
    }
}
