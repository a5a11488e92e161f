using System.Text;
using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>What a client may do wrong, and that it hears of it, and the gateway goes on.</summary>
public sealed class BadClientTests
{
    [Fact]
    public async Task A_call_before_the_greeting_is_refused_and_no_server_is_started()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();

        JsonObject answer = await client.CallAsync("read");

        Assert.Equal("the connection is not initialized: `initialize` comes first", (string?)answer["error"]!["message"]);
        Assert.Equal(-32600, (int?)answer["error"]!["code"]);
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
        Assert.False(server.ConnectedAsync().IsCompleted);
        Assert.Equal("agentguard", (string?)(await client.InitializeAsync())["result"]!["serverInfo"]!["name"]);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("""{"protocolVersion":7,"capabilities":[],"clientInfo":""}""")]
    [InlineData("""{"protocolVersion":"2025-06-18","capabilities":{"elicitation":7},"clientInfo":{"name":"x","version":"1"}}""")]
    public async Task A_greeting_that_cannot_be_read_is_refused(string parameters)
    {
        await using GatewayScene scene = new(new ScriptedServer());
        ScriptedClient client = scene.Open();

        await client.SendAsync($$"""{"jsonrpc":"2.0","id":"x","method":"initialize","params":{{parameters}}}""");

        Assert.Equal("the parameters of `initialize` cannot be read", (string?)(await client.HearAnswerAsync("x"))["error"]!["message"]);
        Assert.NotNull((await client.InitializeAsync())["result"]);
    }

    [Fact]
    public async Task An_unknown_method_is_an_error_and_a_notification_of_it_is_nothing()
    {
        await using GatewayScene scene = new(new ScriptedServer());
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        await client.NotifyAsync("notifications/nobody/knows");
        JsonObject answer = await client.AskAsync("tools/destroy");

        Assert.Equal(-32601, (int?)answer["error"]!["code"]);
        Assert.Equal("read", await client.ToolsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","params":[]""")]
    [InlineData(""","params":{"name":7}""")]
    [InlineData(""","params":{"name":"read","arguments":[]}""")]
    [InlineData(""","params":{"name":"read","arguments":"x"}""")]
    [InlineData(""","params":{"name":"read","arguments":{},"arguments":{"path":"b"}}""")]
    [InlineData(""","params":{"name":"write","name":"read"}""")]
    public async Task Parameters_that_cannot_be_read_are_the_clients_mistake_and_reach_no_server(string parameters)
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        await client.SendAsync($$"""{"jsonrpc":"2.0","id":"bad","method":"tools/call"{{parameters}}}""");

        JsonNode error = (await client.HearAnswerAsync("bad"))["error"]!;
        Assert.Equal(-32602, (int?)error["code"]);
        Assert.Equal("the parameters of `tools/call` cannot be read", (string?)error["message"]);
        Assert.Equal("read", await client.ToolsAsync());
        Assert.DoesNotContain((await server.ConnectedAsync()).Rest(), static message => (string?)message["method"] == "tools/call");
    }

    [Fact]
    public async Task An_id_that_is_in_use_is_refused_and_the_call_that_has_it_goes_on()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();
        const string Call = """{"jsonrpc":"2.0","id":"same","method":"tools/call","params":{"name":"read","arguments":{"path":"first"}}}""";
        await client.SendAsync(Call);
        JsonObject asked = await session.HearAsync("tools/call");

        await client.SendAsync(Call.Replace("first", "second", StringComparison.Ordinal));

        Assert.Equal("the id belongs to a request that is not answered yet", (string?)(await client.HearAnswerAsync("same"))["error"]!["message"]);
        await session.AnswerCallAsync(asked, "first");
        Assert.Equal("first", (string?)(await client.HearAnswerAsync("same"))["result"]!["content"]![0]!["text"]);
        await client.SendAsync(Call);
        await session.AnswerCallAsync(await session.HearAsync("tools/call"), "again");
        Assert.Equal("again", (string?)(await client.HearAnswerAsync("same"))["result"]!["content"]![0]!["text"]);
    }

    [Fact]
    public async Task More_calls_at_a_time_than_agreed_are_refused()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { Limits = { MaxRequests = 3 } } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        ScriptedServer.Session session = await server.ConnectedAsync();
        JsonNode[] calls = [await client.BeginCallAsync("read"), await client.BeginCallAsync("read"), await client.BeginCallAsync("read")];
        JsonObject asked = await session.HearAsync("tools/call");

        Assert.Equal("more than 3 requests at a time", (string?)(await client.CallAsync("read"))["error"]!["message"]);

        await session.AnswerCallAsync(asked, "done");
        await client.HearAsync(message => message["result"] is not null && calls.Any(id => JsonNode.DeepEquals(id, message["id"])));
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""")]
    [InlineData("""{"jsonrpc":"2.0","method":7}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"ping"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"ping"}""")]
    [InlineData("""{}""")]
    public async Task A_line_that_is_no_message_is_answered_without_an_id(string line)
    {
        await using GatewayScene scene = new(new ScriptedServer());
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        await client.SendAsync(line);

        JsonObject answer = await client.HearAsync(static message => message["error"] is not null);
        Assert.Null(answer["id"]);
        Assert.Equal("""{"code":-32700,"message":"the message is no JSON-RPC message"}""", answer["error"]!.ToJsonString());
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
    }

    [Fact]
    public async Task A_request_that_is_nested_too_deep_is_answered_under_its_id()
    {
        await using GatewayScene scene = new(new ScriptedServer());
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        await client.SendAsync($$"""{"jsonrpc":"2.0","method":"tools/call","params":{{new string('[', 5000)}}{{new string(']', 5000)}},"id":"deep"}""");

        Assert.Equal(-32700, (int?)(await client.HearAnswerAsync("deep"))["error"]!["code"]);
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
    }

    [Fact]
    public async Task A_hundred_megabytes_are_answered_with_an_error_and_not_kept()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        byte[] megabyte = Encoding.ASCII.GetBytes(new string('x', 1024 * 1024));
        long before = GC.GetTotalMemory(forceFullCollection: true);

        await client.SendAsync(Encoding.ASCII.GetBytes("{\"jsonrpc\":\"2.0\",\"id\":\"long\",\"method\":\"tools/call\",\"params\":{\"name\":\"read\",\"arguments\":{\"path\":\""));
        for (int i = 0; i < 100; i++)
        {
            await client.SendAsync(megabyte);
        }

        await client.SendAsync("\"}}}");

        Assert.Equal("the message is longer than 16777216 bytes", (string?)(await client.HearAnswerAsync("long"))["error"]!["message"]);
        Assert.NotNull((await client.AskAsync("ping"))["result"]);
        Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < 64 * 1024 * 1024, "the message was kept");
    }

    [Fact]
    public async Task A_tool_that_nobody_has_is_refused_without_a_question_to_the_server()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        JsonObject answer = await client.CallAsync("nothing");

        Assert.True(answer["error"] is not null || (bool?)answer["result"]!["isError"] == true, answer.ToJsonString());
        Assert.DoesNotContain((await server.ConnectedAsync()).Rest(), static message => (string?)message["method"] == "tools/call");
    }

    [Fact]
    public async Task A_client_that_goes_takes_the_connection_and_its_calls_along()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server) { Options = { Limits = { ClosingTimeout = TimeSpan.FromMilliseconds(1) } } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        await client.BeginCallAsync("read");
        ScriptedServer.Session session = await server.ConnectedAsync();
        await session.HearAsync("tools/call");

        await client.CloseAsync();

        await scene.Run.WaitAsync(TimeSpan.FromSeconds(30));
        await session.Ended.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task What_a_client_asked_before_it_closed_its_end_is_answered()
    {
        ScriptedServer server = new();
        server.On["tools/call"] = static (session, call) => session.AnswerCallAsync(call, "done");
        await using GatewayScene scene = new(server);
        Duplex duplex = new();
        ScriptedClient client = new(duplex.Near);
        Task run = new McpGateway(scene.Options).RunAsync(duplex.Far.Input, duplex.Far.Output);
        await client.InitializeAsync();
        JsonNode call = await client.BeginCallAsync("read");

        await duplex.Near.Output.DisposeAsync();

        Assert.Equal("done", (string?)(await client.HearAnswerAsync(call))["result"]!["content"]![0]!["text"]);
        await run.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_clients_metadata_is_not_passed_on()
    {
        ScriptedServer server = new();
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        await client.BeginAsync("tools/call", new { name = "read", arguments = new { }, _meta = new { admin = true, progressToken = 7 }, task = new { ttl = 1 }, extra = 1 });

        JsonObject asked = await (await server.ConnectedAsync()).HearAsync("tools/call");
        JsonObject parameters = asked["params"]!.AsObject();
        Assert.Equal(["name", "arguments", "_meta"], parameters.Select(static member => member.Key));
        Assert.Equal(["progressToken"], parameters["_meta"]!.AsObject().Select(static member => member.Key));
    }
}
