using System.IO.Pipelines;
using AgentGuard.Benchmarks.Guard;
using AgentGuard.Mcp;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

namespace AgentGuard.Benchmarks.Gateway;

/// <summary>
/// One call of a local MCP server after the other: from the SDK's client to the SDK's server over pipes in memory, once with nothing between them and once
/// with the gateway, which decides for a user and her agent among a hundred policies. The difference of the two rows is what the gateway adds.
/// </summary>
/// <param name="isGuarded">Whether the gateway is between them.</param>
internal sealed class GatewayCall(bool isGuarded) : Benchmark(isGuarded ? "gateway call" : "bare call", isGuarded ? 100 : 0)
{
    private static readonly Dictionary<string, object?> s_arguments = new() { ["to"] = "DE89370400440532013000", ["amount"] = 250 };

    private readonly CancellationTokenSource _end = new();
    private GuardBundle? _bundle;
    private ToolCallGuard? _guard;
    private McpClient? _client;

    public override int Operations => 20;

    public override void Verify()
    {
        _client = ConnectAsync().GetAwaiter().GetResult();
        for (int i = 0; i < Operations; i++)
        {
            CallToolResult result = Call();
            if (result.Content is not [TextContentBlock { Text: "sent 250" }])
            {
                throw new WrongAnswerException($"{Name}, call {i}: {string.Join(' ', result.Content.OfType<TextContentBlock>().Select(static block => block.Text))}");
            }
        }
    }

    public override void Run(int operation) => Call();

    public override void Dispose()
    {
        _client?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _end.Cancel();
        _guard?.Dispose();
        _bundle?.Dispose();
        _end.Dispose();
        base.Dispose();
    }

    private CallToolResult Call() => _client!.CallToolAsync("transfer", s_arguments).AsTask().GetAwaiter().GetResult();

    private Task<McpClient> ConnectAsync()
    {
        (Stream Input, Stream Output) server = isGuarded ? Guarded() : Serve();
        return McpClient.CreateAsync(new StreamClientTransport(server.Output, server.Input), new McpClientOptions { ClientInfo = new Implementation { Name = "treasury-bot", Version = "1" } });
    }

    private (Stream Input, Stream Output) Guarded()
    {
        _bundle = new GuardBundle(Policies);
        _guard = ToolCallGuard.FromPolicies(_bundle.Folder, static options => options.ReloadOnChange = false);
        McpGatewayOptions options = new() { Guard = _guard, Root = User("alice") };
        options.Upstreams.Add(new Upstream());
        Pipe there = new();
        Pipe back = new();
        _ = new McpGateway(options).RunAsync(there.Reader.AsStream(), back.Writer.AsStream(), _end.Token);
        return (back.Reader.AsStream(), there.Writer.AsStream());
    }

    private static (Stream Input, Stream Output) Serve()
    {
        Pipe there = new();
        Pipe back = new();
        McpServerOptions options = new() { ToolCollection = [McpServerTool.Create(static (string to, long amount) => $"sent {amount}", new McpServerToolCreateOptions { Name = "transfer" })] };
        _ = McpServer.Create(new StreamServerTransport(there.Reader.AsStream(), back.Writer.AsStream()), options).RunAsync(CancellationToken.None);
        return (back.Reader.AsStream(), there.Writer.AsStream());
    }

    private sealed class Upstream() : McpUpstream("payments")
    {
        internal override ValueTask<ITransport> OpenAsync(UpstreamContext context, CancellationToken cancellationToken)
        {
            (Stream input, Stream output) = Serve();
            return new ValueTask<ITransport>(new LineTransport(input, output, new LineTransportOptions("server `payments`", context.Limits.MaxMessageBytes, context.Logger)));
        }
    }
}
