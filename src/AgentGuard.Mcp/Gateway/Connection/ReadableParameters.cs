using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Parameters that cannot be read are the client's mistake, and it hears so; the SDK would speak of an error of its own.</summary>
internal static class ReadableParameters
{
    /// <summary>A filter of the client's messages.</summary>
    public static McpMessageHandler Require(McpMessageHandler next) => async (message, cancellationToken) =>
    {
        if (message.JsonRpcMessage is not JsonRpcRequest request)
        {
            await next(message, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (request.Params is null ? NeedsParameters(request.Method) : request.Params is not JsonObject)
        {
            throw Unreadable(request, innerException: null);
        }

        try
        {
            await next(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // A value of another type, a name that stands twice, or text that is none.
            throw Unreadable(request, e);
        }
    };

    private static bool NeedsParameters(string method) => method
        is RequestMethods.ToolsCall
        or RequestMethods.PromptsGet
        or RequestMethods.ResourcesRead
        or RequestMethods.ResourcesSubscribe
        or RequestMethods.ResourcesUnsubscribe
        or RequestMethods.CompletionComplete
        or RequestMethods.LoggingSetLevel;

    private static McpProtocolException Unreadable(JsonRpcRequest request, Exception? innerException) =>
        new($"the parameters of `{PlainText.Of(request.Method, 64)}` cannot be read", innerException, McpErrorCode.InvalidParams);
}
