using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

namespace AgentGuard.Mcp.Tests;

/// <summary>A client is shown what its user could ever be permitted.</summary>
public sealed class ListTests
{
    public static TheoryData<string> Eras => McpScene.Eras;

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_list_shows_what_the_caller_could_be_permitted_and_nothing_else(string era)
    {
        await using McpScene scene = new("""
            permit (principal, action in Action::"money", resource) when { context.input.amount < 10 };
            permit (principal is User, action == Action::"bank.cards", resource);
            @approval("finance") forbid (principal, action == Action::"bank.pay", resource);
            """);
        McpClient client = await scene.ConnectAsync(era);

        Assert.Equal(["pay"], (await client.ListToolsAsync()).Select(static tool => tool.Name));

        scene.Scope = McpScene.Begin(User("alice"));
        Assert.Equal(["cards", "pay"], (await client.ListToolsAsync()).Select(static tool => tool.Name).Order());
    }

    [Fact]
    public async Task A_tool_that_the_catalog_does_not_know_or_knows_otherwise_is_not_shown()
    {
        await using McpScene scene = new(tools: $$"""{ "tools": { "bank.pay": { "pin": "sha256:{{new string('0', 64)}}" }, "bank.echo": {} } }""");

        Assert.Equal(["echo"], (await (await scene.ConnectAsync()).ListToolsAsync()).Select(static tool => tool.Name));
    }

    [Fact]
    public async Task Whoever_adds_tools_to_a_list_adds_none_past_the_guard_and_a_shared_list_stays_whole()
    {
        ListToolsResult shared = new() { Tools = [new Tool { Name = "pay" }, new Tool { Name = "hidden" }, new Tool { Name = "echo" }], CacheScope = CacheScope.Public, TimeToLive = TimeSpan.FromMinutes(1) };
        await using McpScene scene = new("permit (principal, action == Action::\"bank.echo\", resource);");
        scene.Options.Filters.Request.ListToolsFilters.Insert(0, _ => (_, _) => new(shared));
        McpClient client = await scene.ConnectAsync(McpScene.PerRequest);

        ListToolsResult shown = await client.ListToolsAsync(new ListToolsRequestParams());

        Assert.Equal(["echo"], shown.Tools.Select(static tool => tool.Name));
        Assert.Equal((CacheScope.Private, TimeSpan.FromMinutes(1)), (shown.CacheScope, shown.TimeToLive));
        Assert.Equal(3, shared.Tools.Count);
        Assert.Equal(CacheScope.Public, shared.CacheScope);
    }

    [Theory]
    [InlineData("permit (principal, action in Action::\"read_only\", resource);", 1, 0)]
    [InlineData("permit (principal, action == Action::\"bank.prompts/get\", resource);", 0, 1)]
    [InlineData("permit (principal, action == Action::\"bank.pay\", resource);", 0, 0)]
    public async Task Resources_and_prompts_are_shown_where_some_of_them_could_be_permitted(string policies, int resources, int prompts)
    {
        await using McpScene scene = new(policies, ResourceTests.Fill);
        McpClient client = await scene.ConnectAsync();

        Assert.Equal(resources, (await client.ListResourcesAsync()).Count);
        Assert.Equal(resources, (await client.ListResourceTemplatesAsync()).Count);
        Assert.Equal(prompts, (await client.ListPromptsAsync()).Count);
    }

    [Fact]
    public async Task Each_primitive_is_looked_for_in_the_toolset_of_its_own()
    {
        await using McpScene scene = new(
            "permit (principal, action in Action::\"read_only\", resource);",
            ResourceTests.Fill,
            static options => options.ToolsetOf = static primitive => primitive is McpServerResource { IsTemplated: true } ? "other" : "bank");
        McpClient client = await scene.ConnectAsync();

        Assert.Single(await client.ListResourcesAsync());
        Assert.Empty(await client.ListResourceTemplatesAsync());
        Assert.Contains("bank.resources/read", await ReadAsync(client, "note://plan"), StringComparison.Ordinal);
        Assert.Contains("other.resources/read was denied", await ReadAsync(client, "file:///etc/passwd"), StringComparison.Ordinal);

        static async Task<string> ReadAsync(McpClient client, string uri)
        {
            try
            {
                return $"bank.resources/read {((TextResourceContents)(await client.ReadResourceAsync(uri)).Contents[0]).Text}";
            }
            catch (ModelContextProtocol.McpException e)
            {
                return e.Message;
            }
        }
    }
}
