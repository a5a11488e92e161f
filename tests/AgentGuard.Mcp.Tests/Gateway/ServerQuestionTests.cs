using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>What servers ask the client and its user.</summary>
public sealed class ServerQuestionTests
{
    private static readonly System.Text.Json.JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task A_question_cannot_take_the_name_of_its_server_out_of_sight()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"elicitation":{}}""");

        await (await server.ConnectedAsync()).SendAsync(new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "elicitation/create",
            @params = new
            {
                message = "One moment.\n\n\r\n \n\u001b[2J\u202eRun payments.transfer once?\namount: 7",
                requestedSchema = new { type = "object", properties = new { a = new { type = "string", title = "\u001b[2Jagentguard", description = "fine" } } },
            },
        });

        JsonNode asked = (await client.HearAsync("elicitation/create"))["params"]!;
        Assert.Equal("Server `files` asks:\n> One moment.\n> ·[2J·Run payments.transfer once?\n> amount: 7", (string?)asked["message"]);
        Assert.Equal("""{"type":"string","title":"·[2Jagentguard","description":"fine"}""", asked["requestedSchema"]!["properties"]!["a"]!.ToJsonString(s_plain));
    }

    [Fact]
    public async Task A_question_to_the_user_says_which_server_asks()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"elicitation":{}}""");
        await client.ToolsAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();

        await session.SendAsync(new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "elicitation/create",
            @params = new { message = "Run payments.transfer once?", requestedSchema = new { type = "object", properties = new { name = new { type = "string" } } } },
        });

        JsonObject asked = await client.HearAsync("elicitation/create");
        Assert.Equal("Server `files` asks: Run payments.transfer once?", (string?)asked["params"]!["message"]);
        await client.ReplyAsync(asked["id"]!.DeepClone(), new { action = "accept", content = new { name = "ada" } });
        Assert.Equal("""{"action":"accept","content":{"name":"ada"}}""", (await session.HearAnswerAsync(1))["result"]!.ToJsonString());
    }

    [Fact]
    public async Task A_question_that_the_client_cannot_answer_is_refused()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        await client.ToolsAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();

        await session.SendAsync(new { jsonrpc = "2.0", id = 1, method = "roots/list" });

        Assert.Equal(-32601, (int?)(await session.HearAnswerAsync(1))["error"]!["code"]);
    }

    [Fact]
    public async Task A_server_may_ask_before_it_lists()
    {
        ScriptedServer server = new();
        server.On["tools/list"] = async (session, list) =>
        {
            await session.SendAsync(new { jsonrpc = "2.0", id = "roots", method = "roots/list" });
            _ = Task.Run(async () =>
            {
                string? root = (string?)(await session.HearAnswerAsync("roots"))["result"]!["roots"]![0]!["name"];
                await session.ReplyAsync(list["id"]!.DeepClone(), new { tools = new[] { JsonNode.Parse(ScriptedServer.Tool("read", $"reads {root}")) } });
            });
        };
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"roots":{}}""");

        JsonObject asked = await client.HearAsync("roots/list");
        await client.ReplyAsync(asked["id"]!.DeepClone(), new { roots = new[] { new { uri = "file:///srv", name = "srv" } } });

        Assert.Equal("reads srv", (string?)(await client.AskAsync("tools/list"))["result"]!["tools"]![0]!["description"]);
    }

    [Fact]
    public async Task Roots_can_be_kept_from_servers()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { PassesRoots = false } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"roots":{"listChanged":true}}""");
        ScriptedServer.Session session = await server.ConnectedAsync();

        await session.SendAsync(new { jsonrpc = "2.0", id = 1, method = "roots/list" });
        Assert.Equal(-32601, (int?)(await session.HearAnswerAsync(1))["error"]!["code"]);

        await client.NotifyAsync("notifications/roots/list_changed");
        await client.BeginCallAsync("read");
        await session.HearAsync("tools/call");
        Assert.DoesNotContain(session.Rest(), static message => (string?)message["method"] == "notifications/roots/list_changed");
        Assert.DoesNotContain(client.Rest(), static message => (string?)message["method"] == "roots/list");
    }

    [Fact]
    public async Task Changed_roots_are_told_to_every_server()
    {
        ScriptedServer files = new();
        ScriptedServer web = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        await using GatewayScene scene = new(files, web);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"roots":{"listChanged":true}}""");

        await client.NotifyAsync("notifications/roots/list_changed");

        await (await files.ConnectedAsync()).HearAsync("notifications/roots/list_changed");
        await (await web.ConnectedAsync()).HearAsync("notifications/roots/list_changed");
    }
}
