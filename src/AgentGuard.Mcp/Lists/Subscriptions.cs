using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// <c>subscriptions/listen</c> opens subscriptions to resources, too, and passes no filter of requests: it is looked at as the message that it is.
/// Each resource is decided as <c>resources/subscribe</c>; where one is refused, none is subscribed to.
/// </summary>
internal sealed class Subscriptions(Guarding guarding)
{
    private const int MaxResources = 1_000;

    public McpMessageHandler Filter(McpMessageHandler next) => async (context, cancellationToken) =>
    {
        if (context.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.SubscriptionsListen } request)
        {
            await DecideAsync(context, request, cancellationToken).ConfigureAwait(false);
        }

        await next(context, cancellationToken).ConfigureAwait(false);
    };

    private async ValueTask DecideAsync(MessageContext context, JsonRpcRequest request, CancellationToken cancellationToken)
    {
        guarding.RequireInstalled(context.Server.ServerOptions);
        if ((request.Params as JsonObject)?["notifications"] is not JsonObject wanted || wanted["resourceSubscriptions"] is not { } asked)
        {
            return;
        }

        if (asked is not JsonArray { Count: <= MaxResources } resources)
        {
            throw new RefusedException($"Not executed: a subscription names a list of up to {MaxResources} resources.");
        }

        AgentScope? scope = guarding.Callers.ScopeOf(context);
        JsonArray decided = [];
        foreach (JsonNode? resource in resources)
        {
            decided.Add(await DecideAsync(context, request, resource, scope, cancellationToken).ConfigureAwait(false));
        }

        // What was decided is subscribed to: an address may have been brought into its normal form.
        JsonObject changed = (JsonObject)wanted.DeepClone();
        changed["resourceSubscriptions"] = decided;
        Written.Replace(context, [new("notifications", changed)]);
    }

    private async ValueTask<JsonNode?> DecideAsync(MessageContext context, JsonRpcRequest request, JsonNode? resource, AgentScope? scope, CancellationToken cancellationToken)
    {
        string? uri = resource is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        ToolCallRequest call = new()
        {
            Tool = guarding.Tools.ActionsOf(Primitives.Resource(context.Server.ServerOptions, uri)).Subscribe.Definition,
            Arguments = SubscribeMapping.Arguments(uri),
            Scope = scope,
            CallId = request.Id.ToString(),
        };
        JsonNode? subscribed = null;
        ToolCallOutcome outcome = await guarding.Guard.InvokeAsync(
            call,
            (decided, _) =>
            {
                subscribed = decided.GetProperty("uri").GetString();
                return new(new ToolResult(null, []));
            },
            cancellationToken).ConfigureAwait(false);
        return outcome.Result is null ? throw new RefusedException(outcome.Text) : subscribed;
    }
}
