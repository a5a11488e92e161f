using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>
/// Lists what the caller could ever be permitted. They are a view of the server's own lists, which other callers share; and as one caller's view they are no
/// other's to keep.
/// </summary>
internal sealed class VisibleLists(Guarding guarding)
{
    public McpRequestHandler<ListToolsRequestParams, ListToolsResult> Tools(McpRequestHandler<ListToolsRequestParams, ListToolsResult> next) => async (context, cancellationToken) =>
    {
        guarding.RequireInstalled(context.Server.ServerOptions);
        ListToolsResult all = await next(context, cancellationToken).ConfigureAwait(false);
        AgentScope? scope = guarding.Callers.ScopeOf(context);
        return new ListToolsResult
        {
            Tools = [.. all.Tools.Where(tool => IsVisible(DescribedOf(context, tool), scope))],
            NextCursor = all.NextCursor,
            Meta = all.Meta,
            TimeToLive = all.TimeToLive,
            CacheScope = Own(all.CacheScope),
        };
    };

    public McpRequestHandler<ListPromptsRequestParams, ListPromptsResult> Prompts(McpRequestHandler<ListPromptsRequestParams, ListPromptsResult> next) => async (context, cancellationToken) =>
    {
        guarding.RequireInstalled(context.Server.ServerOptions);
        ListPromptsResult all = await next(context, cancellationToken).ConfigureAwait(false);
        AgentScope? scope = guarding.Callers.ScopeOf(context);
        return new ListPromptsResult
        {
            Prompts = [.. all.Prompts.Where(prompt => IsVisible(ActionsOf(Primitives.Prompt(context.Server.ServerOptions, prompt.Name)).GetPrompt, scope))],
            NextCursor = all.NextCursor,
            Meta = all.Meta,
            TimeToLive = all.TimeToLive,
            CacheScope = Own(all.CacheScope),
        };
    };

    public McpRequestHandler<ListResourcesRequestParams, ListResourcesResult> Resources(McpRequestHandler<ListResourcesRequestParams, ListResourcesResult> next) => async (context, cancellationToken) =>
    {
        guarding.RequireInstalled(context.Server.ServerOptions);
        ListResourcesResult all = await next(context, cancellationToken).ConfigureAwait(false);
        AgentScope? scope = guarding.Callers.ScopeOf(context);
        return new ListResourcesResult
        {
            Resources = [.. all.Resources.Where(resource => IsReadable(context, resource.Uri, scope))],
            NextCursor = all.NextCursor,
            Meta = all.Meta,
            TimeToLive = all.TimeToLive,
            CacheScope = Own(all.CacheScope),
        };
    };

    public McpRequestHandler<ListResourceTemplatesRequestParams, ListResourceTemplatesResult> Templates(McpRequestHandler<ListResourceTemplatesRequestParams, ListResourceTemplatesResult> next) => async (context, cancellationToken) =>
    {
        guarding.RequireInstalled(context.Server.ServerOptions);
        ListResourceTemplatesResult all = await next(context, cancellationToken).ConfigureAwait(false);
        AgentScope? scope = guarding.Callers.ScopeOf(context);
        return new ListResourceTemplatesResult
        {
            ResourceTemplates = [.. all.ResourceTemplates.Where(template => IsReadable(context, template.UriTemplate, scope))],
            NextCursor = all.NextCursor,
            Meta = all.Meta,
            TimeToLive = all.TimeToLive,
            CacheScope = Own(all.CacheScope),
        };
    };

    private static CacheScope? Own(CacheScope? given) => given is null ? null : CacheScope.Private;

    /// <summary>A tool that is a primitive is what a call of it is decided as; older clients are shown its output schema in another shape.</summary>
    private Described DescribedOf(MessageContext context, Tool tool) =>
        Primitives.Tool(context.Server.ServerOptions, tool.Name) is { } primitive ? guarding.Tools.Of(primitive) : guarding.Tools.Of(tool);

    private ProtocolActions ActionsOf(IMcpServerPrimitive? primitive) => guarding.Tools.ActionsOf(primitive);

    private bool IsReadable(MessageContext context, string uri, AgentScope? scope) =>
        IsVisible(ActionsOf(Primitives.Resource(context.Server.ServerOptions, uri)).ReadResource, scope);

    private bool IsVisible(Described tool, AgentScope? scope) => tool.Fault is null && guarding.Guard.CouldBePermitted(tool.Definition, scope);
}
