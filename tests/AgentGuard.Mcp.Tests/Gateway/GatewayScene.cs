using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>A gateway in memory: clients before it, servers behind it, and policies between.</summary>
internal sealed class GatewayScene : IAsyncDisposable
{
    public const string PermitAll = "permit (principal, action, resource) when { true };";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentguard-");
    private readonly List<(ScriptedPeer? Peer, Task Run)> _runs = [];
    private readonly CancellationTokenSource _ending = new();

    public GatewayScene(string policies, string catalog, params IEnumerable<McpUpstream> upstreams)
        : this(policies, catalog, "[]", upstreams)
    {
    }

    public GatewayScene(string policies, string catalog, string entities, McpUpstream upstream, string? schema = null)
        : this(policies, catalog, entities, [upstream], schema)
    {
    }

    private GatewayScene(string policies, string catalog, string entities, IEnumerable<McpUpstream> upstreams, string? schema = null)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "policy.cedar"), policies);
        File.WriteAllText(Path.Combine(_folder.FullName, "tools.json"), catalog);
        File.WriteAllText(Path.Combine(_folder.FullName, "entities.json"), entities);
        if (schema is not null)
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "schema.cedarschema"), schema);
        }

        Guard = ToolCallGuard.FromPolicies(_folder.FullName, options => options.LoggerFactory = Log);
        Options = new McpGatewayOptions { Guard = Guard, Root = Principal.User("alice"), LoggerFactory = Log };
        foreach (McpUpstream upstream in upstreams)
        {
            Options.Upstreams.Add(upstream);
        }
    }

    /// <summary>A gateway that permits all tools of one server.</summary>
    public GatewayScene(params IEnumerable<McpUpstream> upstreams)
        : this(PermitAll, Catalog("files.read", "files.write", "files.fetch", "web.read", "web.write", "web.fetch", "web.more"), upstreams)
    {
    }

    public ToolCallGuard Guard { get; }

    public McpGatewayOptions Options { get; }

    public LogLines Log { get; } = new();

    /// <summary>A catalog that names tools and says no more of them.</summary>
    public static string Catalog(params IEnumerable<string> tools) => $$"""{ "tools": { {{string.Join(", ", tools.Select(static tool => $$"""  "{{tool}}": {}  """))}} } }""";

    /// <summary>A client that says just what the test says.</summary>
    public ScriptedClient Open()
    {
        Duplex duplex = new();
        ScriptedClient client = new(duplex.Near);
        _runs.Add((client, new McpGateway(Options).RunAsync(duplex.Far.Input, duplex.Far.Output, _ending.Token)));
        return client;
    }

    /// <summary>The SDK's client.</summary>
    public Task<McpClient> ConnectAsync(McpClientOptions? options = null)
    {
        Duplex duplex = new();
        _runs.Add((null, new McpGateway(Options).RunAsync(duplex.Far.Input, duplex.Far.Output, _ending.Token)));
        return McpClient.CreateAsync(new StreamClientTransport(duplex.Near.Output, duplex.Near.Input), options);
    }

    /// <summary>The run of the client that was opened last.</summary>
    public Task Run => _runs[^1].Run;

    public async ValueTask DisposeAsync()
    {
        foreach ((ScriptedPeer? peer, _) in _runs)
        {
            if (peer is not null)
            {
                await peer.CloseAsync();
            }
        }

        await _ending.CancelAsync();
        foreach ((_, Task run) in _runs)
        {
            await run.WaitAsync(TimeSpan.FromSeconds(30)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Guard.Dispose();
        _ending.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Keeps what is logged.</summary>
    internal sealed class LogLines : ILoggerFactory, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> Lines => _lines;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                _lines.Enqueue($"{formatter(state, exception)}{exception?.Message}");
            }
        }

        public void Dispose()
        {
            // The lines stay.
        }
    }
}
