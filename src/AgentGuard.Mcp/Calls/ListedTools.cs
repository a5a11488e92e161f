using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>The tools of a server that has no objects for them, but handlers: what it lists is all that is known of them.</summary>
internal static class ListedTools
{
    private const int MaxPages = 64;
    private const int MaxTools = 10_000;

    /// <summary>The tool of a call, as the server lists it now; null where it does not list it.</summary>
    public static async ValueTask<Tool?> FindAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        if (context.Server.ServerOptions.Handlers.ListToolsHandler is not { } handler)
        {
            return null;
        }

        ListToolsRequestParams page = new();
        int seen = 0;
        for (int pages = 0; pages < MaxPages && seen < MaxTools; pages++)
        {
            RequestContext<ListToolsRequestParams> request = new(context.Server, context.JsonRpcRequest, page) { Services = context.Services };
            ListToolsResult listed = await handler(request, cancellationToken).ConfigureAwait(false);
            if (listed.Tools.FirstOrDefault(tool => string.Equals(tool.Name, context.Params.Name, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            if (string.IsNullOrEmpty(listed.NextCursor))
            {
                return null;
            }

            seen += listed.Tools.Count;
            page = new ListToolsRequestParams { Cursor = listed.NextCursor };
        }

        return null;
    }
}
