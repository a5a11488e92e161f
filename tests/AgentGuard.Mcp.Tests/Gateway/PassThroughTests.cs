using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>What passes between a client and its servers beside calls, message by message.</summary>
public sealed class PassThroughTests
{
    private const string All = """{ "tools": { "listChanged": true }, "prompts": { "listChanged": true }, "resources": { "listChanged": true, "subscribe": true }, "completions": {}, "logging": {} }""";

    private static readonly string s_catalog = GatewayScene.Catalog(
        "files.read", "files.write", "files.resources/read", "files.resources/subscribe", "files.prompts/get", "files.completion/complete",
        "web.read", "web.fetch", "web.resources/read", "web.resources/subscribe", "web.prompts/get", "web.completion/complete");

    [Fact]
    public async Task A_result_passes_as_it_is()
    {
        const string Result = """
            {"content":[{"type":"text","text":"a \u00e9 \ud83d\ude00 \u2028","annotations":{"audience":["user"],"priority":0.5}},{"type":"image","data":"aGVsbG8=","mimeType":"image/png"},
            {"type":"resource_link","uri":"file:///a","name":"a"},{"type":"resource","resource":{"uri":"file:///b","text":"b"}}],"structuredContent":{"deep":[1,2.5,null,{"x":"y"}]},"isError":false,"_meta":{"own":1}}
            """;
        ScriptedServer server = new();
        server.On["tools/call"] = static (session, call) => session.SendAsync($$"""{"jsonrpc":"2.0","id":{{call["id"]}},"result":{{Result.ReplaceLineEndings("")}}}""");
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonNode result = (await client.CallAsync("read"))["result"]!;

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Result), result), result.ToJsonString());
    }

    [Fact]
    public async Task Arguments_reach_the_server_as_they_were_decided()
    {
        ScriptedServer server = new() { Tools = { [0] = ScriptedServer.Tool("read", schema: """{"type":"object","additionalProperties":true}""") } };
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode arguments = JsonNode.Parse("""{"text":"é😀","number":-3,"none":null,"list":[1,[2],{"a":"b"}],"object":{"empty":{}}}""")!;

        await client.BeginCallAsync("read", arguments);

        JsonNode? passed = (await (await server.ConnectedAsync()).HearAsync("tools/call"))["params"]!["arguments"];
        Assert.True(JsonNode.DeepEquals(arguments, passed), passed!.ToJsonString());
    }

    [Fact]
    public async Task An_error_of_the_server_passes_with_its_code_and_words()
    {
        ScriptedServer server = new();
        server.On["tools/call"] = static (session, call) => session.FailAsync(call["id"]!.DeepClone(), -32011, "no such file");
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonNode error = (await client.CallAsync("read"))["error"]!;

        Assert.Equal("""{"code":-32011,"message":"no such file"}""", error.ToJsonString());
    }

    [Fact]
    public async Task Progress_comes_in_order_and_before_the_result()
    {
        ScriptedServer server = new();
        server.On["tools/call"] = static async (session, call) =>
        {
            for (int i = 1; i <= 50; i++)
            {
                await session.NotifyAsync("notifications/progress", new { progressToken = call["params"]!["_meta"]!["progressToken"], progress = i, total = 50, message = $"step {i}" });
            }

            await session.AnswerCallAsync(call, "done");
        };
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonNode call = await client.BeginAsync("tools/call", new { name = "read", arguments = new { }, _meta = new { progressToken = "mine" } });

        for (int i = 1; i <= 50; i++)
        {
            JsonObject message = await client.HearAsync(static _ => true);
            Assert.Equal($$"""{"progressToken":"mine","progress":{{i}},"total":50,"message":"step {{i}}"}""", message["params"]?.ToJsonString());
        }

        Assert.NotNull((await client.HearAnswerAsync(call))["result"]);
    }

    [Fact]
    public async Task A_client_that_cancels_is_heard_by_the_server_and_by_no_other()
    {
        ScriptedServer server = new();
        ScriptedServer other = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        await using GatewayScene scene = new(server, other);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");

        await client.NotifyAsync("notifications/cancelled", new { requestId = call, reason = "changed my mind" });

        Assert.True(JsonNode.DeepEquals(asked["id"], (await session.HearAsync("notifications/cancelled"))["params"]!["requestId"]));
        await client.AskAsync("ping");
        Assert.DoesNotContain(client.Rest(), message => JsonNode.DeepEquals(message["id"], call));
        Assert.DoesNotContain((await other.ConnectedAsync()).Rest(), static message => (string?)message["method"] == "notifications/cancelled");
    }

    [Fact]
    public async Task A_server_that_cancels_its_question_is_heard_by_the_client()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"roots":{}}""");
        await client.ToolsAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();
        await session.SendAsync(new { jsonrpc = "2.0", id = "q", method = "roots/list" });
        JsonObject asked = await client.HearAsync("roots/list");

        await session.NotifyAsync("notifications/cancelled", new { requestId = "q" });

        Assert.True(JsonNode.DeepEquals(asked["id"], (await client.HearAsync("notifications/cancelled"))["params"]!["requestId"]));
    }

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{"roots":{"listChanged":true}}""", """{"roots":{"listChanged":true}}""")]
    [InlineData("""{"sampling":{}}""", """{"sampling":{}}""")]
    [InlineData("""{"elicitation":{}}""", """{"elicitation":{"form":{}}}""")]
    [InlineData("""{"elicitation":{"url":{}},"experimental":{"x":{}},"extensions":{"y":{}}}""", """{"elicitation":{"url":{}}}""")]
    public async Task A_server_is_told_just_what_the_client_can_do(string said, string heard)
    {
        JsonNode? greeting = null;
        ScriptedServer server = new();
        server.On["initialize"] = (session, message) =>
        {
            greeting = message["params"];
            return session.ReplyAsync(message["id"]!.DeepClone(), new { protocolVersion = "2025-06-18", capabilities = new { }, serverInfo = new { name = "scripted", version = "1" } });
        };
        await using GatewayScene scene = new(server);

        await scene.Open().InitializeAsync("probe", said);

        Assert.Equal(heard, greeting!["capabilities"]!.ToJsonString());
        Assert.Equal("probe", (string?)greeting["clientInfo"]!["name"]);
    }

    [Fact]
    public async Task Sampling_passes_there_and_back()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"sampling":{}}""");
        await client.ToolsAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();
        object question = new { messages = new[] { new { role = "user", content = new { type = "text", text = "a poem" } } }, maxTokens = 10, systemPrompt = "be brief", temperature = 0.5 };

        await session.SendAsync(new { jsonrpc = "2.0", id = 1, method = "sampling/createMessage", @params = question });

        JsonObject asked = await client.HearAsync("sampling/createMessage");
        Assert.Equal("a poem", (string?)asked["params"]!["messages"]![0]!["content"]!["text"]);
        Assert.Equal("be brief", (string?)asked["params"]!["systemPrompt"]);
        await client.ReplyAsync(asked["id"]!.DeepClone(), new { role = "assistant", content = new { type = "text", text = "a rose" }, model = "m", stopReason = "endTurn" });
        JsonNode answer = (await session.HearAnswerAsync(1))["result"]!;
        Assert.Contains("a rose", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("m", (string?)answer["model"]);
    }

    [Fact]
    public async Task Log_messages_and_their_level_pass()
    {
        ScriptedServer server = new() { Capabilities = All };
        server.On["logging/setLevel"] = static (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { });
        Lists(server);
        await using GatewayScene scene = new(GatewayScene.PermitAll, s_catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        Assert.NotNull((await client.AskAsync("logging/setLevel", new { level = "debug" }))["result"]);

        await (await server.ConnectedAsync()).NotifyAsync("notifications/message", new { level = "info", logger = "own", data = new { text = "hello", n = 1 } });

        Assert.Equal("""{"level":"info","logger":"own","data":{"text":"hello","n":1}}""", (await client.HearAsync("notifications/message"))["params"]!.ToJsonString());
    }

    [Fact]
    public async Task Resources_are_listed_read_and_watched()
    {
        ScriptedServer server = new() { Capabilities = All };
        Lists(server);
        server.On["resources/read"] = static (session, read) => session.ReplyAsync(read["id"]!.DeepClone(), new { contents = new[] { new { uri = read["params"]!["uri"], text = $"of {read["params"]!["uri"]}" } } });
        server.On["resources/subscribe"] = static (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { });
        server.On["resources/unsubscribe"] = static (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { });
        await using GatewayScene scene = new(GatewayScene.PermitAll, s_catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        Assert.Equal(["note:///b", "note:///a"], (await client.AskAsync("resources/list"))["result"]!["resources"]!.AsArray().Select(static item => (string?)item!["uri"]));
        Assert.Equal("note:///{id}", (string?)(await client.AskAsync("resources/templates/list"))["result"]!["resourceTemplates"]![0]!["uriTemplate"]);
        foreach (string uri in new[] { "note:///a", "note:///anything", "other:unlisted" })
        {
            Assert.Equal($"of {uri}", (string?)(await client.AskAsync("resources/read", new { uri }))["result"]!["contents"]![0]!["text"]);
        }

        await client.AskAsync("resources/subscribe", new { uri = "note:///a" });
        ScriptedServer.Session session = await server.ConnectedAsync();
        await session.NotifyAsync("notifications/resources/updated", new { uri = "note:///b" });
        await session.NotifyAsync("notifications/resources/updated", new { uri = "note:///a" });
        Assert.Equal("note:///a", (string?)(await client.HearAsync("notifications/resources/updated"))["params"]!["uri"]);

        await client.AskAsync("resources/unsubscribe", new { uri = "note:///a" });
        await session.NotifyAsync("notifications/resources/updated", new { uri = "note:///a" });
        await client.AskAsync("resources/read", new { uri = "note:///a" });
        Assert.DoesNotContain(client.Rest(), static message => (string?)message["method"] == "notifications/resources/updated");
    }

    [Fact]
    public async Task A_client_of_the_newest_revision_hears_what_it_listens_to_and_nothing_else()
    {
        ScriptedServer server = new() { Capabilities = All };
        Lists(server);
        server.On["resources/subscribe"] = static (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { });
        await using GatewayScene scene = new(
            GatewayScene.PermitAll + """ @id("private") @advice("private") forbid (principal, action == Action::"files.resources/subscribe", resource) when { context.input.uri == "note:///p" };""", s_catalog, server);
        ScriptedClient client = scene.Open();
        string[] meta = ["io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities", "io.modelcontextprotocol/logLevel"];
        object Meta() => new JsonObject { [meta[0]] = "2026-07-28", [meta[1]] = new JsonObject(), [meta[2]] = "info" };
        await client.AskAsync("server/discover", new { _meta = Meta() });
        Assert.Contains("private", (await client.AskAsync("subscriptions/listen", new { _meta = Meta(), notifications = new { resourceSubscriptions = new[] { "note:///p" } } }))["error"]!.ToJsonString(), StringComparison.Ordinal);

        JsonNode listening = await client.BeginAsync("subscriptions/listen", new { _meta = Meta(), notifications = new { toolsListChanged = true, resourceSubscriptions = new[] { "note:///a" } } });
        JsonObject acknowledged = await client.HearAsync("notifications/subscriptions/acknowledged");
        Assert.Equal("note:///a", (string?)acknowledged["params"]!["notifications"]!["resourceSubscriptions"]![0]);
        ScriptedServer.Session session = await server.ConnectedAsync();
        await session.NotifyAsync("notifications/resources/updated", new { uri = "note:///b" });
        await session.NotifyAsync("notifications/resources/updated", new { uri = "note:///a" });
        JsonObject updated = await client.HearAsync("notifications/resources/updated");
        Assert.Equal("note:///a", (string?)updated["params"]!["uri"]);
        Assert.True(JsonNode.DeepEquals(listening, updated["params"]!["_meta"]!["io.modelcontextprotocol/subscriptionId"]));
        server.Tools.Add(ScriptedServer.Tool("write"));
        await session.NotifyAsync("notifications/tools/list_changed");
        await client.HearAsync("notifications/tools/list_changed");
        Lists(server, "note", "poem", "essay");
        await session.NotifyAsync("notifications/prompts/list_changed");

        JsonNode call = await client.BeginAsync("tools/call", new { _meta = Meta(), name = "read", arguments = new { } });
        JsonObject asked = await session.HearAsync("tools/call");
        await session.NotifyAsync("notifications/message", new { level = "debug", data = "too much" });
        await session.NotifyAsync("notifications/message", new { level = "error", data = "heard" });
        await session.AnswerCallAsync(asked, "done");
        await client.HearAnswerAsync(call);
        Assert.Equal("heard", (string?)(await client.HearAsync("notifications/message"))["params"]!["data"]);
        await client.NotifyAsync("notifications/cancelled", new { requestId = listening });
        await session.HearAsync("resources/unsubscribe");
        Assert.DoesNotContain(client.Rest(), static message => message["method"] is not null);
    }

    [Fact]
    public async Task Of_several_servers_the_one_that_has_a_resource_is_asked()
    {
        ScriptedServer files = new() { Capabilities = All };
        ScriptedServer web = new("web") { Capabilities = All, Tools = { [0] = ScriptedServer.Tool("fetch") } };
        Lists(files);
        Lists(web, "page");
        foreach ((string key, ScriptedServer server) in new[] { ("files", files), ("web", web) })
        {
            server.On["resources/read"] = (session, read) => session.ReplyAsync(read["id"]!.DeepClone(), new { contents = new[] { new { uri = read["params"]!["uri"], text = key } } });
        }

        await using GatewayScene scene = new(GatewayScene.PermitAll, s_catalog, files, web);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        Assert.Equal("files", (string?)(await client.AskAsync("resources/read", new { uri = "note:///a" }))["result"]!["contents"]![0]!["text"]);
        Assert.Equal("web", (string?)(await client.AskAsync("resources/read", new { uri = "page:///a" }))["result"]!["contents"]![0]!["text"]);
        Assert.Equal("web", (string?)(await client.AskAsync("resources/read", new { uri = "page:///other" }))["result"]!["contents"]![0]!["text"]);
        Assert.NotNull((await client.AskAsync("resources/read", new { uri = "nobody:///a" }))["error"]);
    }

    [Fact]
    public async Task Prompts_are_listed_got_and_completed()
    {
        ScriptedServer server = new("files", prefix: "f_") { Capabilities = All };
        Lists(server);
        server.On["prompts/get"] = static (session, get) => session.ReplyAsync(get["id"]!.DeepClone(), new
        {
            description = $"{get["params"]!["name"]}",
            messages = new[] { new { role = "user", content = new { type = "text", text = $"about {get["params"]!["arguments"]!["topic"]}" } } },
        });
        server.On["completion/complete"] = static (session, message) =>
            session.ReplyAsync(message["id"]!.DeepClone(), new { completion = new { values = new[] { $"{message["params"]!["ref"]!.ToJsonString()} {message["params"]!["argument"]!["value"]}" }, hasMore = false } });
        await using GatewayScene scene = new(GatewayScene.PermitAll, s_catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        Assert.Equal("f_poem", (string?)(await client.AskAsync("prompts/list"))["result"]!["prompts"]![0]!["name"]);
        JsonNode prompt = (await client.AskAsync("prompts/get", new { name = "f_poem", arguments = new { topic = "roses" } }))["result"]!;
        Assert.Equal("about roses", (string?)prompt["messages"]![0]!["content"]!["text"]);
        Assert.Equal("poem", (string?)prompt["description"]);
        JsonNode completion = (await client.AskAsync("completion/complete", new { @ref = new { type = "ref/prompt", name = "f_poem" }, argument = new { name = "topic", value = "ro" } }))["result"]!;
        Assert.Equal("""{"type":"ref/prompt","name":"poem"} ro""", (string?)completion["completion"]!["values"]![0]);
    }

    [Fact]
    public async Task Changed_lists_are_told_once_and_with_what_they_hold()
    {
        ScriptedServer server = new() { Capabilities = All };
        Lists(server);
        await using GatewayScene scene = new(GatewayScene.PermitAll, s_catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        await client.ToolsAsync();
        Assert.DoesNotContain(client.Rest(), static message => message["method"] is not null);
        ScriptedServer.Session session = await server.ConnectedAsync();

        Lists(server, "note", "poem", "essay");
        server.Tools.Add(ScriptedServer.Tool("write"));
        await session.NotifyAsync("notifications/prompts/list_changed");
        await client.HearAsync("notifications/prompts/list_changed");
        await session.NotifyAsync("notifications/tools/list_changed");
        await client.HearAsync("notifications/tools/list_changed");

        Assert.Equal(["poem", "essay"], (await client.AskAsync("prompts/list"))["result"]!["prompts"]!.AsArray().Select(static item => (string?)item!["name"]));
        Assert.Equal("read write", await client.ToolsAsync());
        Assert.DoesNotContain(client.Rest(), static message => message["method"] is not null);
    }

    [Fact]
    public async Task What_servers_say_of_themselves_is_told_under_their_keys()
    {
        ScriptedServer files = new();
        ScriptedServer web = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        foreach ((ScriptedServer server, string text) in new[] { (files, "reads files"), (web, "reads pages") })
        {
            server.On["initialize"] = (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new
            {
                protocolVersion = "2025-06-18",
                capabilities = new { tools = new { listChanged = true } },
                serverInfo = new { name = "scripted", version = "1" },
                instructions = text,
            });
        }

        await using GatewayScene scene = new(files, web);

        Assert.Equal("# files\nreads files\n\n# web\nreads pages", (string?)(await scene.Open().InitializeAsync())["result"]!["instructions"]);
    }

    private static void Lists(ScriptedServer server, string scheme = "note", params string[] prompts)
    {
        server.On["resources/list"] = (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { resources = new[] { new { uri = $"{scheme}:///b", name = "b" }, new { uri = $"{scheme}:///a", name = "a" } } });
        server.On["resources/templates/list"] = (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { resourceTemplates = new[] { new { uriTemplate = $"{scheme}:///{{id}}", name = "any" } } });
        server.On["prompts/list"] = (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new { prompts = (prompts is [] ? [scheme == "note" ? "poem" : scheme] : prompts).Select(static name => new { name, arguments = new[] { new { name = "topic" } } }) });
    }
}
