using System.Text.Json.Nodes;
using AgentGuard.Tests;

namespace AgentGuard.Mcp.Tests.Gateway;

/// <summary>Servers whose lists do not end, do not come, or cannot be read.</summary>
public sealed class BadListTests
{
    [Fact]
    public async Task A_list_without_end_is_cut()
    {
        int page = 0;
        ScriptedServer server = new();
        server.On["tools/list"] = (session, message) =>
        {
            page++;
            return session.ReplyAsync(message["id"]!.DeepClone(), new
            {
                tools = Enumerable.Range(0, 100).Select(i => JsonNode.Parse(ScriptedServer.Tool($"tool{page}_{i}"))),
                nextCursor = $"page {page}",
            });
        };
        await using GatewayScene scene = new(server) { Options = { Limits = { MaxListed = 250 } } };
        ScriptedClient client = scene.Open();

        await client.InitializeAsync();

        Assert.NotNull((await client.AskAsync("ping"))["result"]);
        await client.AskAsync("tools/list");
        Assert.Equal(3, page);
        Assert.Contains("all but the first 250 of `tools/list` of server `files` is left out: the list is too long", scene.Log.Lines);
    }

    [Fact]
    public async Task New_names_with_each_list_are_kept_up_to_a_limit_and_the_first_stay()
    {
        // It does not say when its list changes, so that it is asked with each list.
        ScriptedServer server = new() { Capabilities = """{"tools":{}}""" };
        await using GatewayScene scene = new(GatewayScene.PermitAll, GatewayScene.Catalog(["files.read", .. Enumerable.Range(0, 10).Select(static i => $"files.t{i}")]), server) { Options = { Limits = { MaxListed = 2 } } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();
        Assert.Equal("read", await client.ToolsAsync());

        List<string> listed = [];
        for (int i = 0; i < 10; i++)
        {
            server.Tools[0] = ScriptedServer.Tool($"t{i}");
            listed.Add(await client.ToolsAsync());
        }

        Assert.Equal(["t0", "t1", "t2", "t3", "t4", "t5", "t6", "", "", ""], listed);
        Assert.Contains("The tool `t7` of server `files` is blocked: its server has had too many names on this connection", scene.Log.Lines);
        server.Tools[0] = ScriptedServer.Tool("read");
        Assert.Equal("read", await client.ToolsAsync());
    }

    [Fact]
    public async Task A_list_whose_pages_take_too_long_together_is_left_out_and_holds_no_other_server_back()
    {
        ManualTimeProvider clock = new();
        int page = 0;
        ScriptedServer slow = new();
        slow.On["tools/list"] = (session, message) =>
        {
            page++;
            clock.Advance(TimeSpan.FromSeconds(40));
            return session.ReplyAsync(message["id"]!.DeepClone(), new { tools = Array.Empty<object>(), nextCursor = $"page {page}" });
        };
        ScriptedServer web = new("web") { Tools = { [0] = ScriptedServer.Tool("fetch") } };
        await using GatewayScene scene = new(slow, web) { Options = { TimeProvider = clock } };
        ScriptedClient client = scene.Open();
        await client.InitializeAsync();

        Assert.Equal("fetch", await client.ToolsAsync());
        Assert.Equal(2, page);
        Assert.Contains("a list of server `files` is left out: server `files` did not send all of `tools/list` within 60 seconds", scene.Log.Lines);
    }

    [Fact]
    public async Task Pages_that_lead_back_to_themselves_are_read_once()
    {
        int page = 0;
        ScriptedServer server = new();
        server.On["tools/list"] = (session, message) => session.ReplyAsync(message["id"]!.DeepClone(), new
        {
            tools = new[] { JsonNode.Parse(ScriptedServer.Tool(page++ == 0 ? "read" : $"more{page}")) },
            nextCursor = "the same",
        });
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();

        await client.InitializeAsync();

        Assert.Contains("read", await client.ToolsAsync(), StringComparison.Ordinal);
        Assert.Equal(2, page);
        Assert.Contains("what follows 2 items of `tools/list` of server `files` is left out: its pages do not end", scene.Log.Lines);
    }

    [Fact]
    public async Task A_tool_that_cannot_be_one_is_left_out_by_itself()
    {
        ScriptedServer server = new()
        {
            Tools =
            {
                """{"name":"no_schema","inputSchema":"object"}""",
                """{"description":"no name","inputSchema":{"type":"object"}}""",
                """{"name":"","inputSchema":{"type":"object"}}""",
                """{"name":"turned\u202e","inputSchema":{"type":"object"}}""",
                """7""",
            },
        };
        await using GatewayScene scene = new(server);
        ScriptedClient client = scene.Open();

        await client.InitializeAsync();

        Assert.Equal("read", await client.ToolsAsync());
    }
}
