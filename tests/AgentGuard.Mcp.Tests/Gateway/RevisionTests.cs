using System.Collections.Concurrent;
using System.ComponentModel;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>The SDK's own clients and servers, of old and new revisions of the protocol, with the gateway between them.</summary>
public sealed class RevisionTests
{
    private const string Old = "2025-06-18";

    public static TheoryData<string?, string?> Revisions => new() { { null, null }, { null, Old }, { Old, null }, { Old, Old }, { "2025-11-25", "2024-11-05" } };

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task A_call_passes_with_its_progress(string? client, string? server)
    {
        // The SDK's client hears of progress no more once the call is answered.
        using SemaphoreSlim heard = new(0);
        await using GatewayScene scene = Scene(server, heard: heard);
        await using McpClient connected = await scene.ConnectAsync(new McpClientOptions { ProtocolVersion = client });
        Heard progress = new(heard);

        IList<McpClientTool> tools = await connected.ListToolsAsync();
        CallToolResult result = await connected.CallToolAsync("add", new Dictionary<string, object?> { ["a"] = 2, ["b"] = 3 }, progress);

        Assert.Equal(["add", "ask"], tools.Select(static tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.NotEqual(true, result.IsError);
        Assert.Equal("5", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        Assert.Equal(["adding"], progress.Messages);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task A_tool_asks_the_user_the_model_and_for_the_roots(string? client, string? server)
    {
        await using GatewayScene scene = Scene(server);
        ConcurrentQueue<string> asked = new();
        McpClientOptions options = new() { ProtocolVersion = client };
#pragma warning disable MCP9005 // deprecated by the newest revision, and alive in those before it
        options.Handlers.ElicitationHandler = (question, _) =>
        {
            asked.Enqueue(question!.Message);
            return new ValueTask<ElicitResult>(new ElicitResult { Action = "accept", Content = new Dictionary<string, JsonElement> { ["name"] = JsonSerializer.SerializeToElement("ada") } });
        };
        options.Handlers.SamplingHandler = (question, _, _) => new ValueTask<CreateMessageResult>(
            new CreateMessageResult { Content = [new TextContentBlock { Text = "a rose" }], Model = "m", Role = Role.Assistant });
        options.Handlers.RootsHandler = (_, _) => new ValueTask<ListRootsResult>(new ListRootsResult { Roots = [new Root { Uri = "file:///srv" }] });
#pragma warning restore MCP9005
        await using McpClient connected = await scene.ConnectAsync(options);

        CallToolResult result = await connected.CallToolAsync("ask");

        Assert.Equal("ada, a rose, file:///srv", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        Assert.Equal(["Server `files` asks: Who are you?"], asked);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task A_refusal_reaches_the_client(string? client, string? server)
    {
        await using GatewayScene scene = Scene(server, """ @id("no-sums") @advice("nothing is added here") forbid (principal, action == Action::"files.add", resource);""");
        await using McpClient connected = await scene.ConnectAsync(new McpClientOptions { ProtocolVersion = client });

        CallToolResult result = await connected.CallToolAsync("add", new Dictionary<string, object?> { ["a"] = 2, ["b"] = 3 });

        Assert.True(result.IsError);
        Assert.Equal("Not executed: files.add was denied. Nothing is added here (no-sums).", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        Assert.Equal(["ask"], (await connected.ListToolsAsync()).Select(static tool => tool.Name));
    }

    private static GatewayScene Scene(string? version, string policies = "", SemaphoreSlim? heard = null) => new(GatewayScene.PermitAll + policies, GatewayScene.Catalog("files.add", "files.ask"), new SdkServer("files", () => new McpServerOptions
    {
        ProtocolVersion = version,
        ToolCollection =
        [
            McpServerTool.Create((int a, int b, IProgress<ProgressNotificationValue> progress) => AddAsync(a, b, progress, heard), new McpServerToolCreateOptions { Name = "add" }),
            McpServerTool.Create(AskAsync, new McpServerToolCreateOptions { Name = "ask" }),
        ],
    }));

    private static async Task<int> AddAsync(int a, int b, IProgress<ProgressNotificationValue> progress, SemaphoreSlim? heard)
    {
        progress.Report(new ProgressNotificationValue { Progress = 1, Total = 1, Message = "adding" });
        await (heard?.WaitAsync(TimeSpan.FromMinutes(1)) ?? Task.CompletedTask);
        return a + b;
    }

    [Description("Asks around.")]
    private static async Task<string> AskAsync(McpServer server, CancellationToken cancellationToken)
    {
#pragma warning disable MCP9005 // as above
        ElicitResult user = await server.ElicitAsync(
            new ElicitRequestParams
            {
                Message = "Who are you?",
                RequestedSchema = new ElicitRequestParams.RequestSchema { Properties = { ["name"] = new ElicitRequestParams.StringSchema() } },
            },
            cancellationToken);
        CreateMessageResult model = await server.SampleAsync(
            new CreateMessageRequestParams { Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = "a poem" }] }], MaxTokens = 10 }, cancellationToken);
        ListRootsResult roots = await server.RequestRootsAsync(new ListRootsRequestParams(), cancellationToken);
#pragma warning restore MCP9005
        return $"{user.Content!["name"]}, {model.Content.OfType<TextContentBlock>().First().Text}, {roots.Roots[0].Uri}";
    }

    private sealed class Heard(SemaphoreSlim heard) : IProgress<ProgressNotificationValue>
    {
        private readonly ConcurrentQueue<string> _messages = new();

        public IEnumerable<string> Messages => _messages;

        public void Report(ProgressNotificationValue value)
        {
            _messages.Enqueue(value.Message!);
            heard.Release();
        }
    }
}
