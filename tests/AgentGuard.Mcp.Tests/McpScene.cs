using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Text.Json;
using AgentGuard.Testing;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

namespace AgentGuard.Mcp.Tests;

/// <summary>A guarded server of the real SDK, clients that reach it over streams in memory, and what its tools did.</summary>
internal sealed class McpScene : IAsyncDisposable
{
    public const string Handshake = "2025-11-25";
    public const string PerRequest = "2026-07-28";
    public const string PermitAll = "permit (principal, action, resource);\n";

    public const string DefaultTools = """
        { "tools": {
          "bank.pay": { "groups": ["money"] }, "bank.cards": { "groups": ["read_only"] }, "bank.echo": {}, "bank.fail": {},
          "bank.resources/read": { "groups": ["read_only"] }, "bank.resources/subscribe": {}, "bank.prompts/get": {}, "bank.completion/complete": {} } }
        """;

    /// <summary>Both eras of the protocol.</summary>
    public static readonly TheoryData<string> Eras = [Handshake, PerRequest];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<IAsyncDisposable> _clients = [];
    private readonly List<Task> _servers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("agentguard-").FullName;

    public McpScene(
        string policies = PermitAll,
        Action<McpServerOptions>? server = null,
        Action<McpGuardOptions>? configure = null,
        string tools = DefaultTools,
        bool isGuarded = true,
        Action<AgentGuardOptions>? guard = null)
    {
        File.WriteAllText(Path.Combine(_folder, "bank.cedar"), policies);
        File.WriteAllText(Path.Combine(_folder, "tools.json"), tools);
        Guard = ToolCallGuard.FromPolicies(_folder, options =>
        {
            options.TimeProvider = Clock;
            options.ReloadOnChange = false;
            options.AuditStore = Audit;
            options.LoggerFactory = Log;
            guard?.Invoke(options);
        });
        GuardOptions = new McpGuardOptions { Toolset = "bank", Scope = _ => Scope, LoggerFactory = Log };
        configure?.Invoke(GuardOptions);
        Options = new McpServerOptions { ServerInfo = new Implementation { Name = "bank", Version = "1" }, ToolCollection = [Pay, Cards, Echo] };
        server?.Invoke(Options);
        Scope = Begin(User("alice"), Agent("bot"));
        if (isGuarded)
        {
            Options.AddAgentGuard(Guard, GuardOptions);
        }
    }

    public ScenarioClock Clock { get; } = new();

    public InMemoryAuditStore Audit { get; } = new();

    public LogLines Log { get; } = new();

    public ToolCallGuard Guard { get; }

    public McpGuardOptions GuardOptions { get; }

    public McpServerOptions Options { get; }

    /// <summary>Who calls, where a test does not say otherwise.</summary>
    public AgentScope Scope { get; set; }

    /// <summary>Each run of a tool's body, as <c>name(arguments)</c>.</summary>
    public ConcurrentQueue<string> Ran { get; } = new();

    public string Runs => string.Join(' ', Ran);

    public McpServerTool Pay => McpServerTool.Create(
        (string to, long amount) =>
        {
            Ran.Enqueue($"pay({to},{amount})");
            return $"paid {amount} to {to}";
        },
        new McpServerToolCreateOptions { Name = "pay", Description = "Pays whole euros." });

    public McpServerTool Cards => McpServerTool.Create(
        (int id) =>
        {
            Ran.Enqueue($"cards({id})");
            return """{"cards":[{"number":"4111","bank":"ACME"}]}""";
        },
        new McpServerToolCreateOptions { Name = "cards", ReadOnly = true });

    public McpServerTool Echo => McpServerTool.Create(
        (string text) =>
        {
            Ran.Enqueue($"echo({text})");
            return text;
        },
        new McpServerToolCreateOptions { Name = "echo" });

    /// <summary>A scope that is current nowhere.</summary>
    public static AgentScope Begin(params Hop[] hops) => Task.Run(() => AgentScope.Begin(GuardSession.Create(), hops)).GetAwaiter().GetResult();

    /// <summary>A client of a server of its own, made with the scene's options.</summary>
    public async Task<McpClient> ConnectAsync(string? era = null, Action<McpClientOptions>? configure = null, McpServerOptions? options = null)
    {
        (Stream input, Stream output) = Serve(options);
        McpClientOptions client = new()
        {
            ProtocolVersion = era,
            DiscoverProbeTimeout = Timeout.InfiniteTimeSpan,
            ClientInfo = new Implementation { Name = "inspector", Version = "1" },
        };
        configure?.Invoke(client);
        McpClient connected = await McpClient.CreateAsync(new StreamClientTransport(input, output), client);
        _clients.Add(connected);
        return connected;
    }

    /// <summary>A connection on which a test writes what it likes.</summary>
    public WireClient Connect()
    {
        (Stream input, Stream output) = Serve(null);
        WireClient wire = new(input, output);
        _clients.Add(wire);
        return wire;
    }

    public static async Task<CallToolResult> CallAsync(McpClient client, string tool, object? arguments = null, CancellationToken cancellationToken = default) =>
        await client.CallToolAsync(
            new CallToolRequestParams
            {
                Name = tool,
                Arguments = arguments is null
                    ? null
                    : JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(static member => member.Name, static member => member.Value),
            },
            cancellationToken);

    /// <summary>The text that a client reads.</summary>
    public static string Text(CallToolResult result) => string.Join('\n', result.Content.Select(static block => block is TextContentBlock text ? text.Text : $"<{block.Type}>"));

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable client in _clients)
        {
            await client.DisposeAsync();
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_servers);
        _stop.Dispose();
        Guard.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private (Stream Input, Stream Output) Serve(McpServerOptions? options)
    {
        Pipe toServer = new();
        Pipe toClient = new();
        McpServer server = McpServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream(), "bank", Log), options ?? Options, Log);
        _servers.Add(Task.Run(async () =>
        {
            await using (server)
            {
                await server.RunAsync(_stop.Token);
            }
        }));
        return (toServer.Writer.AsStream(), toClient.Reader.AsStream());
    }
}
