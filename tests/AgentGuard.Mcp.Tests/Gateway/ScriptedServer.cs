using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>A server whose good behaviour ends where a test says so. It greets, and lists what it is given.</summary>
internal sealed class ScriptedServer : McpUpstream
{
    private readonly TaskCompletionSource<Session> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedServer(string key = "files", string prefix = "")
        : base(key) => Prefix = prefix;

    /// <summary>What it says it can do.</summary>
    public string Capabilities { get; init; } = """{ "tools": { "listChanged": true } }""";

    /// <summary>Its tools, as JSON.</summary>
    public List<string> Tools { get; } = [Tool("read")];

    /// <summary>Answers other than the usual, by method.</summary>
    public Dictionary<string, Func<Session, JsonObject, Task>> On { get; } = [];

    /// <summary>The first connection, when it is there.</summary>
    public Task<Session> ConnectedAsync() => _session.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>A tool that takes a text.</summary>
    public static string Tool(string name, string description = "reads", string schema = """{"type":"object","properties":{"path":{"type":"string"}},"additionalProperties":false}""") =>
        $$"""{"name":"{{name}}","description":"{{description}}","inputSchema":{{schema}}}""";

    internal override ValueTask<ITransport> OpenAsync(UpstreamContext context, CancellationToken cancellationToken)
    {
        Duplex duplex = new();
        _session.TrySetResult(new Session(this, duplex.Far));
        LineTransportOptions options = new($"server `{Key}`", context.Limits.MaxMessageBytes, context.Logger)
        {
            WriteTimeout = context.Limits.RequestTimeout,
            TimeProvider = context.TimeProvider,
        };
        return new ValueTask<ITransport>(new LineTransport(duplex.Near.Input, duplex.Near.Output, options));
    }

    /// <summary>One connection of it.</summary>
    internal sealed class Session(ScriptedServer server, (Stream Input, Stream Output) streams) : ScriptedPeer(streams)
    {
        public Task AnswerCallAsync(JsonObject call, string text) => ReplyAsync(call["id"]!.DeepClone(), new { content = new[] { new { type = "text", text } } });

        protected override async Task<bool> AnswerAsync(JsonObject message)
        {
            string? method = (string?)message["method"];
            JsonNode? id = message["id"]?.DeepClone();
            if (method is not null && server.On.TryGetValue(method, out Func<Session, JsonObject, Task>? answer))
            {
                await answer(this, message);
                return true;
            }

            switch (method)
            {
                case "server/discover":
                    await FailAsync(id, -32601, "Method not found");
                    return true;
                case "initialize":
                    await ReplyAsync(id, new { protocolVersion = "2025-06-18", capabilities = JsonNode.Parse(server.Capabilities), serverInfo = new { name = "scripted", version = "1" } });
                    return true;
                case "tools/list":
                    await ReplyAsync(id, new { tools = server.Tools.Select(static tool => JsonNode.Parse(tool)).ToArray() });
                    return true;
                default:
                    return false;
            }
        }
    }
}
