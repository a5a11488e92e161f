using System.Text.Json.Nodes;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>What policies decide of the calls that come through the gateway, and on whose behalf.</summary>
public sealed class GuardedCallTests
{
    private const string Catalog = """{ "tools": { "files.read": {}, "files.write": {} } }""";

    [Fact]
    public async Task The_user_is_the_root_and_the_agent_is_the_clients_own_name()
    {
        ScriptedServer server = Answering();
        await using GatewayScene scene = new(
            """
            permit (principal == User::"alice", action, resource);
            permit (principal == Agent::"probe", action, resource);
            """, Catalog, server);
        ScriptedClient known = scene.Open();
        await known.InitializeAsync("probe");
        ScriptedClient unknown = scene.Open();
        await unknown.InitializeAsync("stranger");

        Assert.Equal("read", Text(await known.CallAsync("read")));
        Assert.StartsWith("Not executed: files.read was denied", Text(await unknown.CallAsync("read")), StringComparison.Ordinal);
        Assert.Equal("", await unknown.ToolsAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("User::\"alice\"")]
    [InlineData("a\u202eb")]
    public async Task A_client_that_calls_itself_anything_gains_nothing_by_it(string name)
    {
        await using GatewayScene scene = new("permit (principal == User::\"alice\", action, resource);", Catalog, Answering());
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(name);

        Assert.StartsWith("Not executed: files.read was denied", Text(await client.CallAsync("read")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_connection_is_one_session()
    {
        await using GatewayScene scene = new(
            GatewayScene.PermitAll + """ @id("twice") @advice("not more than twice") forbid (principal, action == Action::"files.read", resource) when { context.history.calls >= 2 };""", Catalog, Answering());
        ScriptedClient first = scene.Open();
        await first.InitializeAsync();
        ScriptedClient second = scene.Open();
        await second.InitializeAsync();

        Assert.Equal("read", Text(await first.CallAsync("read")));
        Assert.Equal("read", Text(await first.CallAsync("read")));
        Assert.Contains("(twice)", Text(await first.CallAsync("read")), StringComparison.Ordinal);
        Assert.Equal("read", Text(await second.CallAsync("read")));
    }

    [Fact]
    public async Task What_a_server_answers_counts_as_untrusted_unless_the_catalog_says_otherwise()
    {
        const string Policies = GatewayScene.PermitAll + """
            @id("from-a-file") @advice("a file chose the path") forbid (principal, action == Action::"files.write", resource) when { context.origin has path && context.origin.path.contains("untrusted") };
            """;
        ScriptedServer server = Answering("the secret folder is /srv/hidden-folder");
        await using GatewayScene untrusted = new(Policies, Catalog, server);
        await using GatewayScene trusted = new(Policies, """{ "tools": { "files.read": { "output": { "trust": "trusted" } }, "files.write": {} } }""", Answering("the secret folder is /srv/hidden-folder"));
        ScriptedClient client = untrusted.Open();
        await client.InitializeAsync();
        ScriptedClient other = trusted.Open();
        await other.InitializeAsync();

        await client.CallAsync("read");
        await other.CallAsync("read");

        Assert.Contains("(from-a-file)", Text(await client.CallAsync("write", new { path = "/srv/hidden-folder" })), StringComparison.Ordinal);
        Assert.StartsWith("the secret", Text(await other.CallAsync("write", new { path = "/srv/hidden-folder" })), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"path":7}""")]
    [InlineData("""{"Path":"x"}""")]
    [InlineData("""{"path":"x","extra":1}""")]
    [InlineData("""{"path":"x","path":"y"}""")]
    [InlineData("""["path"]""")]
    [InlineData("\"path\"")]
    public async Task Arguments_that_do_not_fit_are_refused_before_anybody_is_asked(string arguments)
    {
        ScriptedServer server = Answering();
        await using GatewayScene scene = new(GatewayScene.PermitAll + """ @id("ask") @approval("owners") forbid (principal, action, resource);""", Catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        await client.SendAsync($$$"""{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"read","arguments":{{{arguments}}}}}""");

        JsonObject answer = await client.HearAnswerAsync("x");
        Assert.True(answer["error"] is not null || Text(answer)!.StartsWith("Not executed: files.read was denied", StringComparison.Ordinal), answer.ToJsonString());
        Assert.DoesNotContain("apr_", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain((await server.ConnectedAsync()).Rest(), static message => (string?)message["method"] == "tools/call");
    }

    [Fact]
    public async Task A_held_call_has_a_reference_and_passes_once_after_somebody_elses_yes()
    {
        ScriptedServer server = Answering();
        await using GatewayScene scene = new(
            """
            permit (principal, action == Action::"files.write", resource);
            permit (principal == User::"fay", action == Action::"agentguard.approve", resource);
            @id("ask") @approval("owners") forbid (principal, action == Action::"files.write", resource);
            """,
            Catalog,
            """[{"uid":{"type":"User","id":"fay"},"attrs":{},"parents":[{"type":"Group","id":"owners"}]}]""",
            server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        string held = Text(await client.CallAsync("write", new { path = "a" }))!;
        string id = held[held.IndexOf("apr_", StringComparison.Ordinal)..][..14];
        Assert.DoesNotContain((await server.ConnectedAsync()).Rest(), static message => (string?)message["method"] == "tools/call");

        Assert.True((await scene.Guard.Approvals.ApproveAsync(id, Principal.User("fay"))).IsAccepted);

        Assert.Contains("was held", Text(await client.CallAsync("write", new { path = "b" })), StringComparison.Ordinal);
        Assert.Equal("read", Text(await client.CallAsync("write", new { path = "a" })));
        Assert.Contains("was held", Text(await client.CallAsync("write", new { path = "a" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_users_own_yes_is_asked_for_where_a_human_is_there_and_is_the_guards_question()
    {
        await using GatewayScene scene = new(GatewayScene.PermitAll + """ @id("sure") @confirm @advice("this writes") forbid (principal, action == Action::"files.write", resource);""", Catalog, Answering())
        {
            Options = { HasHuman = true },
        };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"elicitation":{}}""");

        JsonNode call = await client.BeginCallAsync("write", new { path = "a" });
        JsonObject asked = await client.HearAsync("elicitation/create");
        Assert.StartsWith("Run files.write once?", (string?)asked["params"]!["message"], StringComparison.Ordinal);
        await client.ReplyAsync(asked["id"]!.DeepClone(), new { action = "accept", content = new { } });

        Assert.Equal("read", Text(await client.HearAnswerAsync(call)));
    }

    [Fact]
    public async Task Without_a_human_a_confirmation_is_held_and_a_servers_own_question_confirms_nothing()
    {
        ScriptedServer server = Answering();
        await using GatewayScene scene = new(GatewayScene.PermitAll + """ @id("sure") @confirm forbid (principal, action == Action::"files.write", resource);""", Catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"elicitation":{}}""");
        Assert.Contains("was held", Text(await client.CallAsync("write", new { path = "a" })), StringComparison.Ordinal);

        ScriptedServer.Session session = await server.ConnectedAsync();
        await session.SendAsync(new { jsonrpc = "2.0", id = 1, method = "elicitation/create", @params = new { message = "Run files.write once?", requestedSchema = new { type = "object", properties = new { } } } });
        await client.ReplyAsync((await client.HearAsync("elicitation/create"))["id"]!.DeepClone(), new { action = "accept", content = new { } });
        await session.HearAnswerAsync(1);

        Assert.Contains("was held", Text(await client.CallAsync("write", new { path = "a" })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_result_is_redacted_nothing_of_it_leaves_by_another_way()
    {
        ScriptedServer server = new();
        server.On["tools/call"] = static async (session, call) =>
        {
            await session.NotifyAsync("notifications/progress", new { progressToken = call["params"]!["_meta"]!["progressToken"], progress = 1, message = "read 4111" });
            await session.NotifyAsync("notifications/message", new { level = "info", data = "read 4111" });
            await session.SendAsync(new { jsonrpc = "2.0", id = 1, method = "elicitation/create", @params = new { message = "4111?", requestedSchema = new { type = "object", properties = new { } } } });
            _ = Task.Run(async () =>
            {
                Assert.NotNull((await session.HearAnswerAsync(1))["error"]);
                await session.ReplyAsync(call["id"]!.DeepClone(), new { content = new[] { new { type = "text", text = """{"card":"4111","name":"ada"}""" } }, structuredContent = new { card = "4111", name = "ada" } });
            });
        };
        await using GatewayScene scene = new(GatewayScene.PermitAll + """ @id("mask") @redact_result("/card") forbid (principal, action == Action::"files.read", resource);""", Catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"elicitation":{}}""");

        JsonNode call = await client.BeginAsync("tools/call", new { name = "read", arguments = new { }, _meta = new { progressToken = 1 } });

        string answer = (await client.HearAnswerAsync(call)).ToJsonString();
        Assert.DoesNotContain("4111", answer, StringComparison.Ordinal);
        Assert.Contains("ada", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Rest(), static message => message.ToJsonString().Contains("4111", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_with_the_answer_right_behind_it_is_not_asked_where_the_result_is_redacted()
    {
        ScriptedServer server = new();
        server.On["tools/call"] = static (session, call) =>
        {
            // In one piece: the questions wait to be handled while the answer is read.
            const string Lines = """
                {"jsonrpc":"2.0","id":"e-ID","method":"elicitation/create","params":{"message":"4111?","requestedSchema":{"type":"object","properties":{}}}}
                {"jsonrpc":"2.0","id":"s-ID","method":"sampling/createMessage","params":{"messages":[{"role":"user","content":{"type":"text","text":"4111?"}}],"maxTokens":1}}
                {"jsonrpc":"2.0","id":ID,"result":{"content":[{"type":"text","text":"{\"card\":\"4111\"}"}]}}
                """;
            return session.SendAsync(Lines.Replace("ID", call["id"]!.ToJsonString(), StringComparison.Ordinal));
        };
        await using GatewayScene scene = new(GatewayScene.PermitAll + """ @id("mask") @redact_result("/card") forbid (principal, action == Action::"files.read", resource);""", Catalog, server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync(capabilities: """{"elicitation":{},"sampling":{}}""");
        ScriptedServer.Session session = await server.ConnectedAsync();
        for (int i = 0; i < 20; i++)
        {
            Assert.Contains("redacted", Text(await client.CallAsync("read", new { path = "a" })), StringComparison.Ordinal);
            for (int question = 0; question < 2; question++)
            {
                // Nobody here answers: an error is the gateway's.
                await session.HearAsync(static message => message["error"] is not null);
            }
        }

        Assert.DoesNotContain(client.Rest(), static message => message.ToJsonString().Contains("4111", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tool_that_the_protocol_knows_under_its_name_is_refused()
    {
        ScriptedServer server = new() { Tools = { ScriptedServer.Tool("resources/read") } };
        await using GatewayScene scene = new(GatewayScene.PermitAll, GatewayScene.Catalog("files.read", "files.resources/read"), server);
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        Assert.Equal("read", await client.ToolsAsync());
        Assert.StartsWith("Not executed", Text(await client.CallAsync("resources/read", new { path = "a" })), StringComparison.Ordinal);
        Assert.DoesNotContain((await server.ConnectedAsync()).Rest(), static message => (string?)message["method"] == "tools/call");
    }

    [Fact]
    public async Task Policies_that_do_not_fit_the_servers_tools_end_the_connection()
    {
        await using GatewayScene scene = new(
            """permit (principal, action == Action::"files.read", resource) when { context.input.pth == "x" };""", Catalog, "[]", Answering(), schema: "entity User; entity Agent;");
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        PolicyBundleException refused = await Assert.ThrowsAsync<PolicyBundleException>(() => scene.Run.WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Contains("pth", refused.Message, StringComparison.Ordinal);
        await client.Ended.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static ScriptedServer Answering(string text = "read")
    {
        ScriptedServer server = new() { Tools = { ScriptedServer.Tool("write", "writes") } };
        server.On["tools/call"] = (session, call) => session.AnswerCallAsync(call, text);
        return server;
    }

    private static string? Text(JsonObject answer) => (string?)answer["result"]?["content"]?[0]?["text"] ?? answer.ToJsonString();
}
