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
