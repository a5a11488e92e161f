using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>A client that says just what a test says.</summary>
internal sealed class ScriptedClient((Stream Input, Stream Output) streams) : ScriptedPeer(streams)
{
    private int _last;

    /// <summary>Greets, as clients do.</summary>
    public async Task<JsonObject> InitializeAsync(string name = "probe", string capabilities = "{}")
    {
        JsonObject greeting = await AskAsync("initialize", new
        {
            protocolVersion = "2025-06-18",
            capabilities = JsonNode.Parse(capabilities),
            clientInfo = new { name, version = "1" },
        });
        await NotifyAsync("notifications/initialized");
        return greeting;
    }

    public async Task<JsonObject> AskAsync(string method, object? parameters = null) => await HearAnswerAsync(await BeginAsync(method, parameters));

    /// <summary>Asks without waiting.</summary>
    /// <returns>The request's id.</returns>
    public async Task<JsonNode> BeginAsync(string method, object? parameters = null)
    {
        int id = Interlocked.Increment(ref _last);
        await SendAsync(new { jsonrpc = "2.0", id, method, @params = parameters ?? new { } });
        return JsonValue.Create(id);
    }

    public Task<JsonObject> CallAsync(string tool, object? arguments = null) => AskAsync("tools/call", new { name = tool, arguments = arguments ?? new { } });

    public Task<JsonNode> BeginCallAsync(string tool, object? arguments = null) => BeginAsync("tools/call", new { name = tool, arguments = arguments ?? new { } });

    /// <summary>The names of the tools that it sees.</summary>
    public async Task<string> ToolsAsync() => string.Join(' ', (await AskAsync("tools/list"))["result"]!["tools"]!.AsArray().Select(static tool => (string?)tool!["name"]));
}
