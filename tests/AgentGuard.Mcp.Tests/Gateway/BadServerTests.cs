using System.Text;
using System.Text.Json.Nodes;
using AgentGuard.Tests;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>What a server may do wrong, and that the client hears of it, and the gateway goes on.</summary>
public sealed class BadServerTests
{
    [Fact]
    public async Task A_server_that_starts_slowly_is_waited_for_by_a_client_that_has_given_its_probe_up()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedServer server = new();
        server.On["initialize"] = async (session, message) =>
        {
            asked.SetResult();
            await started.Task;
            await session.ReplyAsync(message["id"]!.DeepClone(), new { protocolVersion = "2025-06-18", capabilities = new { tools = new { } }, serverInfo = new { name = "slow", version = "1" } });
        };
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();

        await client.SendAsync(
            """
            {"jsonrpc":"2.0","id":"probe","method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
            {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"probe"}}
            {"jsonrpc":"2.0","id":"hands","method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"probe","version":"1"}}}
            """);
        await asked.Task;
        started.SetResult();

        Assert.Equal("2025-11-25", (string?)(await client.HearAnswerAsync("hands"))["result"]!["protocolVersion"]);
        await client.NotifyAsync("notifications/initialized");
        Assert.Equal("read", await client.ToolsAsync());
    }

    [Fact]
    public async Task A_server_that_dies_before_a_call_is_reported_and_the_gateway_goes_on()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        Assert.Equal("read", await client.ToolsAsync());

        await (await server.ConnectedAsync()).CloseAsync();

        Assert.Equal("server `files` has closed its connection. Whether `read` has done anything is not known.", ErrorText(await client.CallAsync("read")));
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
    }

    [Fact]
    public async Task A_server_that_dies_during_a_call_is_reported_to_who_waits()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        await session.HearAsync("tools/call");

        await session.CloseAsync();

        Assert.Equal("server `files` has closed its connection. Whether `read` has done anything is not known.", ErrorText(await client.HearAnswerAsync(call)));
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
    }

    [Fact]
    public async Task Of_several_servers_one_that_dies_takes_no_other_along()
    {
        ScriptedServer dying = new();
        ScriptedServer living = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        await using GatewayScene scene = new(dying, living);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        await (await dying.ConnectedAsync()).CloseAsync();
        JsonNode call = await client.BeginCallAsync("fetch");
        ScriptedServer.Session session = await living.ConnectedAsync();

        await session.AnswerCallAsync(await session.HearAsync("tools/call"), "fetched");

        Assert.Equal("fetched", Text(await client.HearAnswerAsync(call)));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_left_out_where_others_can()
    {
        ScriptedServer living = new();
        await using GatewayScene scene = new(new StdioUpstream("gone", "/nowhere/at-all"), living);
        ScriptedClient client = scene.Open();

        await client.InitializeAsync();

        Assert.Equal("read", await client.ToolsAsync());
        Assert.Contains(scene.Log.Lines, line => line.StartsWith("Server `gone` is not there: server `gone` cannot be started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_only_server_that_cannot_be_reached_ends_the_connection_with_an_error_without_a_path()
    {
        await using GatewayScene scene = new(new StdioUpstream("gone", "/nowhere/at-all"));
        ScriptedClient client = scene.Open();

        JsonObject answer = await client.AskAsync("initialize", new { protocolVersion = "2025-06-18", capabilities = new { }, clientInfo = new { name = "probe", version = "1" } });

        Assert.Equal("server `gone` cannot be reached", (string?)answer["error"]!["message"]);
        await Assert.ThrowsAsync<McpGatewayException>(() => scene.Run);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_its_time_and_hears_of_it()
    {
        ManualTimeProvider clock = new();
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { TimeProvider = clock } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");

        clock.Advance(scene.Options.Limits.RequestTimeout);

        Assert.Equal("server `files` did not answer within 300 seconds. Whether `read` has done anything is not known.", ErrorText(await client.HearAnswerAsync(call)));
        Assert.Equal((long?)asked["id"], (long?)(await session.HearAsync("notifications/cancelled"))["params"]!["requestId"]);
    }

    [Fact]
    public async Task Progress_starts_the_time_anew()
    {
        ManualTimeProvider clock = new();
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { TimeProvider = clock } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginAsync("tools/call", new { name = "read", arguments = new { }, _meta = new { progressToken = "mine" } });
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");
        for (int i = 1; i <= 3; i++)
        {
            clock.Advance(scene.Options.Limits.RequestTimeout - TimeSpan.FromSeconds(1));
            await session.NotifyAsync("notifications/progress", new { progressToken = asked["params"]!["_meta"]!["progressToken"], progress = i });
            Assert.Equal("mine", (string?)(await client.HearAsync("notifications/progress"))["params"]!["progressToken"]);
        }

        await session.AnswerCallAsync(asked, "at last");

        Assert.Equal("at last", Text(await client.HearAnswerAsync(call)));
    }

    [Fact]
    public async Task Progress_of_a_call_that_is_not_the_servers_own_reaches_nobody()
    {
        ScriptedServer server = new();
        ScriptedServer other = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        await using GatewayScene scene = new(server, other);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginAsync("tools/call", new { name = "read", arguments = new { }, _meta = new { progressToken = "mine" } });
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");
        ScriptedServer.Session forger = await other.ConnectedAsync();

        foreach (JsonNode? token in new JsonNode?[] { "mine", asked["params"]!["_meta"]!["progressToken"]!.DeepClone(), 1, 2, 3, null, new JsonObject() })
        {
            await forger.NotifyAsync("notifications/progress", new { progressToken = token, progress = 1 });
        }

        // The forger's messages are taken in order, so its answer says that the ones before were.
        JsonNode fetch = await client.BeginCallAsync("fetch");
        await forger.AnswerCallAsync(await forger.HearAsync("tools/call"), "fetched");
        await client.HearAnswerAsync(fetch);
        await session.AnswerCallAsync(asked, "done");
        await client.HearAnswerAsync(call);
        Assert.DoesNotContain(client.Rest(), message => (string?)message["method"] == "notifications/progress");
    }

    [Fact]
    public async Task A_flood_of_notifications_holds_no_answer_back_for_ever_and_is_not_kept()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");
        byte[] flood = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("""{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}{0}{"jsonrpc":"2.0","method":"notifications/nobody/knows","params":{}}{0}""".Replace("{0}", "\n", StringComparison.Ordinal), 20_000)));

        await session.SendAsync(flood);
        await session.AnswerCallAsync(asked, "done");

        Assert.Equal("done", Text(await client.HearAnswerAsync(call)));
        Assert.DoesNotContain(client.Rest(), static message => message["method"] is not null);
    }

    [Fact]
    public async Task Garbage_between_messages_is_left_out()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");

        await session.SendAsync("Listening on port 3000");
        await session.SendAsync("[1, 2");
        await session.SendAsync("""{"jsonrpc":"1.0","id":1,"result":{}}""");
        await session.SendAsync("\"\\ud800\"");
        await session.SendAsync(new byte[] { 0xFF, 0xFE, (byte)'{', (byte)'\n' });
        await session.SendAsync(new string('[', 100_000));
        await session.AnswerCallAsync(asked, "done");

        Assert.Equal("done", Text(await client.HearAnswerAsync(call)));
        Assert.DoesNotContain(client.Rest(), static message => message["error"] is not null);
    }

    [Theory]
    [InlineData("""{"content":"no list"}""")]
    [InlineData("""{"content":[{"type":"text"}]}""")]
    [InlineData("""{"content":[{"type":"text","text":{"deep":1}}]}""")]
    [InlineData("\"a text\"")]
    [InlineData("null")]
    [InlineData("""{"content":[],"content":[],"isError":"maybe"}""")]
    public async Task An_answer_that_is_no_result_is_an_error_and_nothing_of_it_leaks(string result)
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");

        await session.SendAsync($$"""{"jsonrpc":"2.0","id":{{asked["id"]}},"result":{{result}}}""");

        Assert.Equal("server `files` gave an answer that cannot be read. Whether `read` has done anything is not known.", ErrorText(await client.HearAnswerAsync(call)));
    }

    [Fact]
    public async Task A_second_answer_and_answers_that_nobody_waits_for_are_left_out()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonNode first = await client.BeginCallAsync("read", new { path = "1" });
        JsonObject firstAsked = await session.HearAsync("tools/call");
        JsonNode second = await client.BeginCallAsync("read", new { path = "2" });
        JsonObject secondAsked = await session.HearAsync("tools/call");

        await session.ReplyAsync(999_999, new { });
        await session.ReplyAsync("no number", new { });
        await session.FailAsync(null, -32600, "nobody's");
        await session.AnswerCallAsync(firstAsked, "one");
        await session.AnswerCallAsync(firstAsked, "one again");
        await session.AnswerCallAsync(secondAsked, "two");

        Assert.Equal("one", Text(await client.HearAnswerAsync(first)));
        Assert.Equal("two", Text(await client.HearAnswerAsync(second)));
        Assert.Empty(client.Rest());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hundred_megabytes_are_an_error_for_who_waits_and_the_server_goes_on(bool hasIdFirst)
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonObject asked = await session.HearAsync("tools/call");
        string id = $"\"id\":{asked["id"]}";
        byte[] megabyte = Encoding.ASCII.GetBytes(new string('x', 1024 * 1024));

        await session.SendAsync(Encoding.UTF8.GetBytes("{\"jsonrpc\":\"2.0\"," + (hasIdFirst ? id + "," : "") + "\"result\":{\"id\":7,\"content\":[{\"type\":\"text\",\"text\":\""));
        for (int i = 0; i < 100; i++)
        {
            await session.SendAsync(megabyte);
        }

        await session.SendAsync($"\"}}]}}{(hasIdFirst ? "" : "," + id)}}}");

        Assert.StartsWith("server `files`", ErrorText(await client.HearAnswerAsync(call)), StringComparison.Ordinal);
        JsonNode again = await client.BeginCallAsync("read");
        await session.AnswerCallAsync(await session.HearAsync("tools/call"), "well");
        Assert.Equal("well", Text(await client.HearAnswerAsync(again)));
    }

    [Fact]
    public async Task A_server_that_asks_too_much_at_a_time_is_refused()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { Limits = { MaxServerRequests = 2 } } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"roots":{}}""");
        await client.ToolsAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();

        for (int id = 1; id <= 3; id++)
        {
            await session.SendAsync(new { jsonrpc = "2.0", id, method = "roots/list" });
        }

        Assert.Equal("more than 2 requests at a time", (string?)(await session.HearAnswerAsync(3))["error"]!["message"]);
        JsonObject asked = await client.HearAsync("roots/list");
        await client.ReplyAsync(asked["id"]!.DeepClone(), new { roots = new[] { new { uri = "file:///srv" } } });
        Assert.Equal("file:///srv", (string?)(await session.HearAsync(static message => message["result"]?["roots"] is not null))["result"]!["roots"]![0]!["uri"]);
    }

    [Fact]
    public async Task A_server_that_reads_nothing_is_given_up()
    {
        ManualTimeProvider clock = new();
        ScriptedServer server = new();
        TaskCompletionSource stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On["tools/call"] = (_, _) => stuck.Task;
        await using GatewayScene scene = new(server) { Options = { TimeProvider = clock } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        JsonNode first = await client.BeginCallAsync("read");
        JsonNode second = await client.BeginCallAsync("read", new { path = new string('x', 500_000) });
        Task<JsonObject> answer = client.HearAnswerAsync(second);
        while (!answer.IsCompleted)
        {
            // Nothing says when a message is stuck, so time passes until it is noticed.
            clock.Advance(scene.Options.Limits.RequestTimeout);
            await Task.WhenAny(answer, Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System));
        }

        Assert.StartsWith("server `files`", ErrorText(await answer), StringComparison.Ordinal);
        Assert.StartsWith("server `files`", ErrorText(await client.HearAnswerAsync(first)), StringComparison.Ordinal);
        stuck.SetResult();
    }

    [Fact]
    public async Task Pages_that_each_come_in_time_and_never_end_are_given_up_together()
    {
        ManualTimeProvider clock = new();
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { TimeProvider = clock } };
        TimeSpan half = scene.Options.Limits.ConnectTimeout / 2;
        int page = 0;
        server.On["tools/list"] = (session, message) =>
        {
            clock.Advance(half);
            return session.ReplyAsync(message["id"]!.DeepClone(), new { tools = Array.Empty<object>(), nextCursor = $"page {page++}" });
        };
        ScriptedClient client = scene.Open();

        await client.InitializeAsync();

        Assert.Equal("", await client.ToolsAsync());
        Assert.InRange(page, 1, 3);
    }

    [Fact]
    public async Task A_server_that_reads_nothing_does_not_keep_the_client_from_the_others()
    {
        ScriptedServer stuck = new();
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        stuck.On["tools/call"] = (_, _) => stop.Task;
        ScriptedServer living = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        await using GatewayScene scene = new(stuck, living);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"roots":{"listChanged":true}}""");
        await client.ToolsAsync();
        await client.BeginCallAsync("read");
        await client.BeginCallAsync("read", new { path = new string('x', 900_000) });

        for (int i = 0; i < 100; i++)
        {
            await client.NotifyAsync("notifications/roots/list_changed");
        }

        JsonNode call = await client.BeginCallAsync("fetch");
        ScriptedServer.Session session = await living.ConnectedAsync();
        await session.AnswerCallAsync(await session.HearAsync("tools/call"), "fetched");
        Assert.Equal("fetched", Text(await client.HearAnswerAsync(call)));
        stop.SetResult();
    }

    private static string? Text(JsonObject answer) => (string?)answer["result"]?["content"]?[0]?["text"] ?? answer.ToJsonString();

    private static string? ErrorText(JsonObject answer)
    {
        Assert.True((bool?)answer["result"]?["isError"], answer.ToJsonString());
        return Text(answer);
    }
}
