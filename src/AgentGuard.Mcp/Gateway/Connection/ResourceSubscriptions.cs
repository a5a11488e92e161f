using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Subscribes to resources at the server that has them, and lets its updates of them through.</summary>
internal sealed class ResourceSubscriptions(ResourceBoard resources)
{
    /// <summary>Subscribes.</summary>
    public async ValueTask<EmptyResult> SubscribeAsync(RequestContext<SubscribeRequestParams> request, CancellationToken cancellationToken)
    {
        UpstreamConnection server = Find(request.Params.Uri);

        // The first update may come before the answer.
        server.Notifications.Subscribe(request.Params.Uri);
        return await AskAsync(server, RequestMethods.ResourcesSubscribe, request.Params.Uri, Asker.Of(request), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends a subscription.</summary>
    public ValueTask<EmptyResult> UnsubscribeAsync(RequestContext<UnsubscribeRequestParams> request, CancellationToken cancellationToken)
    {
        UpstreamConnection server = Find(request.Params.Uri);
        server.Notifications.Unsubscribe(request.Params.Uri);
        return AskAsync(server, RequestMethods.ResourcesUnsubscribe, request.Params.Uri, Asker.Of(request), cancellationToken);
    }

    /// <summary>Subscribes, where there is a server that has the resource and lets itself be subscribed to.</summary>
    public async ValueTask<bool> TrySubscribeAsync(string uri, Asker asker, CancellationToken cancellationToken)
    {
        if (resources.Find(uri) is not { IsHandshake: true } server || server.Capabilities.Resources?.Subscribe != true)
        {
            return false;
        }

        server.Notifications.Subscribe(uri);
        try
        {
            await server.RequestAsync(RequestMethods.ResourcesSubscribe, new JsonObject { ["uri"] = uri }, asker, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is UpstreamException or McpException)
        {
            server.Notifications.Unsubscribe(uri);
            return false;
        }
    }

    /// <summary>Ends a subscription of which nobody wants to hear how it ended.</summary>
    public void Forget(string uri)
    {
        if (resources.Find(uri) is { } server)
        {
            server.Notifications.Unsubscribe(uri);
            _ = EndAsync(server, uri);
        }
    }

    private static async Task EndAsync(UpstreamConnection server, string uri)
    {
        try
        {
            await server.RequestAsync(RequestMethods.ResourcesUnsubscribe, new JsonObject { ["uri"] = uri }, asker: null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is UpstreamException or McpException or OperationCanceledException or ObjectDisposedException)
        {
            server.Context.Logger.CallFailed(server.Upstream.Key, RequestMethods.ResourcesUnsubscribe, PlainText.Of(e.Message));
        }
    }

    private UpstreamConnection Find(string uri) => resources.Find(uri) ?? throw new McpProtocolException("no server has this resource", McpErrorCode.ResourceNotFound);

    private static async ValueTask<EmptyResult> AskAsync(UpstreamConnection server, string method, string uri, Asker asker, CancellationToken cancellationToken)
    {
        try
        {
            await server.RequestAsync(method, new JsonObject { ["uri"] = uri }, asker, cancellationToken).ConfigureAwait(false);
            return new EmptyResult();
        }
        catch (UpstreamException e)
        {
            throw e.ToProtocolError();
        }
    }
}
