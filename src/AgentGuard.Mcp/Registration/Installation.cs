using System.Runtime.CompilerServices;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

#pragma warning disable MCPEXP002 // a call is decided before a task is made of it: that is the one pipeline where it can be
/// <summary>Puts the guard's filters into a server's options, once, and tells whether they are still there.</summary>
internal static class Installation
{
    private static readonly ConditionalWeakTable<McpServerOptions, Guarding> s_guarded = [];

    /// <exception cref="InvalidOperationException">The options are guarded already, by another guard or in another way.</exception>
    /// <exception cref="PolicyBundleException">The guard's policies do not fit the server's tools.</exception>
    public static void Install(McpServerOptions options, ToolCallGuard guard, McpGuardOptions guardOptions)
    {
        if (s_guarded.TryGetValue(options, out Guarding? installed))
        {
            if (!ReferenceEquals(installed.Guard, guard) || !ReferenceEquals(installed.Options, guardOptions))
            {
                throw new InvalidOperationException("this server is guarded already, by other policies or in another way: a server has one guard");
            }

            return;
        }

        Guarding guarding = new(guard, guardOptions);
        guard.RegisterTools(guarding.Tools.All(options, guard.Policies.Current.Catalog));
        AddCalls(options, guarding);
        AddLists(options.Filters.Request, guarding);
        AddMessages(options.Filters.Message, guarding);
        s_guarded.Add(options, guarding);
    }

    /// <summary>Whether and by whom a server is guarded.</summary>
    public static Guarding? Find(McpServerOptions options) => s_guarded.TryGetValue(options, out Guarding? guarding) ? guarding : null;

    /// <returns>What is missing; null where the guard stands wherever it has to.</returns>
    public static string? FindFault(McpServerOptions options, Guarding guarding)
    {
        McpRequestFilters filters = options.Filters.Request;
        bool isExplicit = options.Handlers.CallToolWithAlternateHandler is not null;
        (string Name, object List)[] lists =
        [
            (nameof(filters.CallToolWithAlternateFilters), filters.CallToolWithAlternateFilters),
            (nameof(filters.CallToolFilters), isExplicit ? filters.CallToolWithAlternateFilters : filters.CallToolFilters),
            (nameof(filters.ReadResourceFilters), filters.ReadResourceFilters),
            (nameof(filters.GetPromptFilters), filters.GetPromptFilters),
            (nameof(filters.CompleteFilters), filters.CompleteFilters),
            (nameof(filters.SubscribeToResourcesFilters), filters.SubscribeToResourcesFilters),
            (nameof(filters.ListToolsFilters), filters.ListToolsFilters),
            (nameof(filters.ListPromptsFilters), filters.ListPromptsFilters),
            (nameof(filters.ListResourcesFilters), filters.ListResourcesFilters),
            (nameof(filters.ListResourceTemplatesFilters), filters.ListResourceTemplatesFilters),
            (nameof(options.Filters.Message.IncomingFilters), options.Filters.Message.IncomingFilters),
            (nameof(options.Filters.Message.OutgoingFilters), options.Filters.Message.OutgoingFilters),
        ];
        string? replaced = lists.FirstOrDefault(list => !(list.List is IAnchoredFilters anchored && anchored.IsOf(guarding))).Name;
        return replaced is not null ? $"the guard is not in the server's `{replaced}`: they were replaced after it was added. Add filters to the lists that are there"
            : isExplicit != guarding.IsExplicit ? $"`{nameof(options.Handlers.CallToolWithAlternateHandler)}` was set after the guard was added: set it before"
            : null;
    }

    private static void AddCalls(McpServerOptions options, Guarding guarding)
    {
        McpRequestFilters filters = options.Filters.Request;
        CallLayers<CallToolRequestParams, ResultOrAlternate<CallToolResult>> tools = new(guarding, new ToolCallMapping(guarding.Tools));

        // An explicit handler takes the place of the ordinary pipeline, and no filter may stand there then. It looks the tool up by its name once more:
        // the tool that was decided is invoked here.
        guarding.IsExplicit = options.Handlers.CallToolWithAlternateHandler is not null;
        McpRequestInvocationFilter<CallToolRequestParams, ResultOrAlternate<CallToolResult>>? lastAlternate = !guarding.IsExplicit ? null : (context, next, cancellationToken) =>
            tools.BehindAsync(context, async (matched, token) => matched.MatchedPrimitive is McpServerTool tool ? await tool.InvokeAsync(matched, token).ConfigureAwait(false) : await next(matched, token).ConfigureAwait(false), cancellationToken);
        filters.CallToolWithAlternateFilters = new AnchoredFilters<McpRequestInvocationFilter<CallToolRequestParams, ResultOrAlternate<CallToolResult>>>(
            guarding, filters.CallToolWithAlternateFilters, tools.InFrontAsync, lastAlternate);
        if (!guarding.IsExplicit)
        {
            filters.CallToolFilters = new AnchoredFilters<McpRequestFilter<CallToolRequestParams, CallToolResult>>(
                guarding,
                filters.CallToolFilters,
                first: null,
                last: next => async (context, cancellationToken) =>
                    (await tools.BehindAsync(context, async (decided, token) => await next(decided, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)).Result!);
        }

        filters.ReadResourceFilters = InBoth(guarding, filters.ReadResourceFilters, new ResourceReadMapping(guarding.Tools));
        filters.GetPromptFilters = InBoth(guarding, filters.GetPromptFilters, new PromptMapping(guarding.Tools));
        filters.CompleteFilters = InBoth(guarding, filters.CompleteFilters, new CompletionMapping(guarding.Tools));
        filters.SubscribeToResourcesFilters = InBoth(guarding, filters.SubscribeToResourcesFilters, new SubscribeMapping(guarding.Tools));
    }

    private static AnchoredFilters<McpRequestFilter<TParams, TResult>> InBoth<TParams, TResult>(
        Guarding guarding, IList<McpRequestFilter<TParams, TResult>> filters, CallMapping<TParams, TResult> mapping)
    {
        CallLayers<TParams, TResult> layers = new(guarding, mapping);
        return new AnchoredFilters<McpRequestFilter<TParams, TResult>>(
            guarding,
            filters,
            next => (context, cancellationToken) => layers.InFrontAsync(context, next, cancellationToken),
            next => (context, cancellationToken) => layers.BehindAsync(context, next, cancellationToken));
    }

    private static void AddLists(McpRequestFilters filters, Guarding guarding)
    {
        VisibleLists lists = new(guarding);
        filters.ListToolsFilters = InFront(guarding, filters.ListToolsFilters, lists.Tools);
        filters.ListPromptsFilters = InFront(guarding, filters.ListPromptsFilters, lists.Prompts);
        filters.ListResourcesFilters = InFront(guarding, filters.ListResourcesFilters, lists.Resources);
        filters.ListResourceTemplatesFilters = InFront(guarding, filters.ListResourceTemplatesFilters, lists.Templates);
    }

    private static AnchoredFilters<McpRequestFilter<TParams, TResult>> InFront<TParams, TResult>(
        Guarding guarding, IList<McpRequestFilter<TParams, TResult>> filters, McpRequestFilter<TParams, TResult> first) => new(guarding, filters, first, last: null);

    /// <summary>Both stand last: what a message has become by then is what is handled, and what is sent.</summary>
    private static void AddMessages(McpMessageFilters filters, Guarding guarding)
    {
        filters.IncomingFilters = new AnchoredFilters<McpMessageFilter>(guarding, filters.IncomingFilters, first: null, new Subscriptions(guarding).Filter);
        filters.OutgoingFilters = new AnchoredFilters<McpMessageFilter>(guarding, filters.OutgoingFilters, first: null, guarding.Withheld.Filter);
    }
}
#pragma warning restore MCPEXP002
