using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp;

/// <summary>The lists of all servers of a connection: read at the start, and again when a server says that they have changed.</summary>
internal sealed class ServerLists
{
    private readonly ToolCallGuard _guard;
    private readonly IReadOnlyList<UpstreamConnection> _servers;
    private readonly Dictionary<(UpstreamConnection, string), Refresh> _refreshes = [];
    private readonly CancellationToken _cancellationToken;

    /// <summary>Makes the lists, which are empty.</summary>
    /// <param name="guard">The guard that learns of tools.</param>
    /// <param name="servers">The servers, in the deployer's order.</param>
    /// <param name="cancellationToken">The end of the connection.</param>
    public ServerLists(ToolCallGuard guard, IReadOnlyList<UpstreamConnection> servers, CancellationToken cancellationToken)
    {
        _guard = guard;
        _servers = servers;
        _cancellationToken = cancellationToken;
        foreach (UpstreamConnection server in servers)
        {
            Add(server, NotificationMethods.ToolListChangedNotification, server.Capabilities.Tools is not null, async () =>
            {
                Tools.Take(server, await ToolsAsync(server).ConfigureAwait(false));
                Register(server);
            });
            Add(server, NotificationMethods.PromptListChangedNotification, server.Capabilities.Prompts is not null, async () =>
                Prompts.Take(server, await PromptsAsync(server).ConfigureAwait(false)));
            Add(server, NotificationMethods.ResourceListChangedNotification, server.Capabilities.Resources is not null, async () =>
                Resources.Take(server, await ResourcesAsync(server).ConfigureAwait(false)));
            server.Notifications.OnListChanged = method => _ = _refreshes.GetValueOrDefault((server, method))?.RunAsync();
        }

        if (servers.Where(static server => server.Capabilities.Resources is not null).ToList() is [UpstreamConnection only])
        {
            Resources.AskOnly(only);
        }
    }

    /// <summary>The tools.</summary>
    public ToolBoard Tools { get; } = new();

    /// <summary>The prompts.</summary>
    public PromptBoard Prompts { get; } = new();

    /// <summary>The resources and templates.</summary>
    public ResourceBoard Resources { get; } = new();

    /// <summary>Reads all lists for the first time. A server whose list cannot be read has nothing on it.</summary>
    /// <exception cref="PolicyBundleException">The policies do not fit the tools.</exception>
    public async Task StartAsync()
    {
        Task<(UpstreamConnection, IReadOnlyList<Tool>)[]> tools = AllAsync(ToolsAsync);
        Task<(UpstreamConnection, IReadOnlyList<Prompt>)[]> prompts = AllAsync(PromptsAsync);
        Task<(UpstreamConnection, IReadOnlyList<ListedResource>)[]> resources = AllAsync(ResourcesAsync);
        Tools.Start(await tools.ConfigureAwait(false));
        Prompts.Start(await prompts.ConfigureAwait(false));
        Resources.Start(await resources.ConfigureAwait(false));
        foreach (UpstreamConnection server in _servers)
        {
            server.Context.Logger.Connected(server.Upstream.Key, Count(await tools.ConfigureAwait(false)), Count(await prompts.ConfigureAwait(false)), Count(await resources.ConfigureAwait(false)));

            int Count<T>((UpstreamConnection Server, IReadOnlyList<T> Items)[] lists) => lists.First(list => list.Server == server).Items.Count;
        }

        ToolCatalog catalog = _guard.Policies.Current.Catalog;
        _guard.RegisterTools(Tools.Definitions.Concat(_servers
            .SelectMany(static server => new ProtocolActions(server.Upstream.Key).All)
            .Select(static action => action.Definition)
            .Where(action => catalog.TryFind(action.Id, out _))));
    }

    /// <summary>Reads the lists again of servers that do not say when they change.</summary>
    /// <param name="method">The notification that would say so.</param>
    /// <param name="saysSo">Whether a server says when the list changes.</param>
    public Task RefreshAsync(string method, Func<ServerCapabilities, bool?> saysSo) => Task.WhenAll(_servers
        .Where(server => !(server.IsHandshake && saysSo(server.Capabilities) == true))
        .Select(server => _refreshes.GetValueOrDefault((server, method))?.RunAsync() ?? Task.CompletedTask));

    private void Add(UpstreamConnection server, string method, bool has, Func<Task> read)
    {
        if (!has)
        {
            return;
        }

        _refreshes.Add((server, method), new Refresh(async () =>
        {
            try
            {
                await read().ConfigureAwait(false);
            }
            catch (Exception e) when (e is UpstreamException or McpException or OperationCanceledException)
            {
                server.Context.Logger.NotRefreshed(server.Upstream.Key, PlainText.Of(e.Message));
            }
        }));
    }

    /// <summary>Tools that come later and do not fit the policies stand in the list all the same, where each call of them is decided.</summary>
    private void Register(UpstreamConnection server)
    {
        try
        {
            _guard.RegisterTools(Tools.Definitions);
        }
        catch (PolicyBundleException e)
        {
            server.Context.Logger.ToolsDoNotFit(server.Upstream.Key, e.Message);
        }
    }

    private Task<(UpstreamConnection Server, IReadOnlyList<T> Items)[]> AllAsync<T>(Func<UpstreamConnection, Task<IReadOnlyList<T>>> read) =>
        Task.WhenAll(_servers.Select(async server =>
        {
            try
            {
                return (server, await read(server).ConfigureAwait(false));
            }
            catch (Exception e) when (e is UpstreamException or McpException)
            {
                server.Context.Logger.LeftOut("a list", server.Upstream.Key, PlainText.Of(e.Message));
                return (server, (IReadOnlyList<T>)[]);
            }
        }));

    private async Task<IReadOnlyList<Tool>> ToolsAsync(UpstreamConnection server)
    {
        if (server.Capabilities.Tools is null)
        {
            return [];
        }

        IReadOnlyList<Tool> tools = await ReadAsync<Tool>(server, RequestMethods.ToolsList, "tools").ConfigureAwait(false);
        server.Know(tools);
        return tools;
    }

    private Task<IReadOnlyList<Prompt>> PromptsAsync(UpstreamConnection server) => server.Capabilities.Prompts is null
        ? Task.FromResult<IReadOnlyList<Prompt>>([])
        : ReadAsync<Prompt>(server, RequestMethods.PromptsList, "prompts");

    private async Task<IReadOnlyList<ListedResource>> ResourcesAsync(UpstreamConnection server)
    {
        if (server.Capabilities.Resources is null)
        {
            return [];
        }

        IReadOnlyList<Resource> resources = await ReadAsync<Resource>(server, RequestMethods.ResourcesList, "resources").ConfigureAwait(false);
        return [.. resources.Select(ListedResource.Of), .. (await TemplatesAsync(server).ConfigureAwait(false)).Select(ListedResource.Of)];
    }

    /// <summary>Not every server that has resources knows of templates.</summary>
    private async Task<IReadOnlyList<ResourceTemplate>> TemplatesAsync(UpstreamConnection server)
    {
        try
        {
            return await ReadAsync<ResourceTemplate>(server, RequestMethods.ResourcesTemplatesList, "resourceTemplates").ConfigureAwait(false);
        }
        catch (McpProtocolException e) when (e.ErrorCode == McpErrorCode.MethodNotFound)
        {
            return [];
        }
    }

    /// <summary>Reads a list within the time that a server has for one page: clients wait for the first lists of all servers, and pages that come one by one have no end.</summary>
    private async Task<IReadOnlyList<T>> ReadAsync<T>(UpstreamConnection server, string method, string member)
    {
        TimeSpan time = server.Context.Limits.ConnectTimeout;
        using CancellationTokenSource patience = new(time, server.Context.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _cancellationToken);
        try
        {
            return await ListReader.ReadAsync<T>(server, method, member, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!_cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException(server.Upstream.Key, $"did not send all of `{method}` within {time.TotalSeconds:0.#} seconds", e);
        }
    }
}
