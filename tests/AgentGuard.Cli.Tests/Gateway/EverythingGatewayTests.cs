using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Cli.Tests.Gateway;

/// <summary>The gateway before @modelcontextprotocol/server-everything, which uses all of the protocol, over standard input and output and over HTTP.</summary>
[Collection(NpmServers.Collection)]
public sealed class EverythingGatewayTests
{
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tools_resources_and_prompts_are_decided(bool isHttp)
    {
        await using Server server = await Server.StartAsync(isHttp);
        await using McpClient client = await server.Gateway.ConnectAsync();

        Assert.DoesNotContain(await client.ListToolsAsync(), static tool => tool.Name == "get-env");
        Assert.Equal("Echo: hello", GatewayProcess.Text(await client.CallToolAsync("echo", new Dictionary<string, object?> { ["message"] = "hello" })));
        Assert.Equal("The sum of 2.5 and 40 is 42.5.", GatewayProcess.Text(await client.CallToolAsync("get-sum", new Dictionary<string, object?> { ["a"] = 2.5, ["b"] = 40 })));
        Assert.Equal("Not executed: everything.get-env was denied.", GatewayProcess.Text(await client.CallToolAsync("get-env")));
        Assert.Equal(
            "Not executed: everything.gzip-file-as-resource was denied.",
            GatewayProcess.Text(await client.CallToolAsync("gzip-file-as-resource", new Dictionary<string, object?> { ["data"] = "https://example.org.attacker.test/x" })));

        CallToolResult weather = await client.CallToolAsync("get-structured-content", new Dictionary<string, object?> { ["location"] = "New York" });
        Assert.DoesNotContain("Cloudy", JsonSerializer.Serialize(weather), StringComparison.Ordinal);
        Assert.Contains("33", JsonSerializer.Serialize(weather), StringComparison.Ordinal);

        Assert.Contains(await client.ListResourcesAsync(), static resource => resource.Uri == "demo://resource/static/document/architecture.md");
        Assert.NotEmpty((await client.ReadResourceAsync("demo://resource/static/document/architecture.md")).Contents);
        McpException refused = await Assert.ThrowsAnyAsync<McpException>(async () => await client.ReadResourceAsync("demo://resource/private/1"));
        Assert.Contains("This resource is private (no-private-resources)", refused.Message, StringComparison.Ordinal);
        Assert.Contains(await client.ListPromptsAsync(), static prompt => prompt.Name == "args-prompt");
        Assert.Contains("Rome", JsonSerializer.Serialize(await client.GetPromptAsync("args-prompt", new Dictionary<string, object?> { ["city"] = "Rome" })), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Progress_sampling_elicitation_and_logging_pass(bool isHttp)
    {
        await using Server server = await Server.StartAsync(isHttp);
        ConcurrentQueue<string> questions = new();
        McpClientOptions options = new() { ProtocolVersion = "2025-06-18" };
#pragma warning disable MCP9005 // deprecated by the newest revision, and alive in those before it
        options.Handlers.SamplingHandler = static (_, _, _) =>
            new ValueTask<CreateMessageResult>(new CreateMessageResult { Content = [new TextContentBlock { Text = "a rose" }], Model = "m", Role = Role.Assistant });
        options.Handlers.ElicitationHandler = (question, _) =>
        {
            questions.Enqueue(question!.Message);
            return new ValueTask<ElicitResult>(new ElicitResult { Action = "decline" });
        };
        await using McpClient client = await server.Gateway.ConnectAsync(options);
        TaskCompletionSource logged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using IAsyncDisposable logging = client.RegisterNotificationHandler(NotificationMethods.LoggingMessageNotification, (_, _) =>
        {
            logged.TrySetResult();
            return ValueTask.CompletedTask;
        });
        await client.SetLoggingLevelAsync(LoggingLevel.Debug);
#pragma warning restore MCP9005
        Channel<float> steps = Channel.CreateUnbounded<float>();

        // The client's own handler of a call's progress goes away with the answer, which may overtake what is still being handed out.
        await using IAsyncDisposable progress = client.RegisterNotificationHandler(NotificationMethods.ProgressNotification, (notification, _) =>
            steps.Writer.WriteAsync(notification.Params!["progress"]!.GetValue<float>(), CancellationToken.None));

        // The server adds these tools when it has seen what its client can do.
        while ((await client.ListToolsAsync()).All(static tool => tool.Name != "trigger-elicitation-request"))
        {
            await Task.Yield();
        }

        JsonNode operation = JsonNode.Parse("""{"name":"trigger-long-running-operation","arguments":{"duration":0.1,"steps":3},"_meta":{"progressToken":"p"}}""")!;
        await client.SendRequestAsync(new JsonRpcRequest { Method = RequestMethods.ToolsCall, Params = operation });
        string sampled = GatewayProcess.Text(await client.CallToolAsync("trigger-sampling-request", new Dictionary<string, object?> { ["prompt"] = "a poem", ["maxTokens"] = 10 }));
        await client.CallToolAsync("trigger-elicitation-request");
        await client.CallToolAsync("toggle-simulated-logging");

        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        Assert.Equal([1, 2, 3], await steps.Reader.ReadAllAsync(limit.Token).Take(3).Order().ToListAsync(limit.Token));
        Assert.Contains("a rose", sampled, StringComparison.Ordinal);
        Assert.StartsWith("Server `everything` asks: ", Assert.Single(questions), StringComparison.Ordinal);
        await logged.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    private sealed class Server(GatewayProcess gateway, Process? http) : IAsyncDisposable
    {
        public GatewayProcess Gateway => gateway;

        public static async Task<Server> StartAsync(bool isHttp)
        {
            if (!isHttp)
            {
                return new Server(new GatewayProcess("mcp-everything", "--toolset everything", "node", NpmServers.Everything, "stdio"), null);
            }

            int port = FreePort();
            ProcessStartInfo start = new("node", [NpmServers.Everything, "streamableHttp"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
            start.Environment["PORT"] = $"{port}";
            Process process = Process.Start(start)!;
            while (await process.StandardError.ReadLineAsync() is { } line && !line.Contains("listening", StringComparison.OrdinalIgnoreCase))
            {
                // It says when it is there.
            }

            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            return new Server(new GatewayProcess("mcp-everything", $"--toolset everything --url http://127.0.0.1:{port}/mcp"), process);
        }

        public async ValueTask DisposeAsync()
        {
            if (http is not null)
            {
                http.Kill(entireProcessTree: true);
                await http.WaitForExitAsync();
                http.Dispose();
            }

            gateway.Dispose();
        }

        private static int FreePort()
        {
            using TcpListener listener = new(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
