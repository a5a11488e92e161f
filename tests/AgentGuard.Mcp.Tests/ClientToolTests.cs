using System.Text.Json;
using System.Text.Json.Nodes;
using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

namespace AgentGuard.Mcp.Tests;

/// <summary>The guard on the client's side: around the functions that an MCP client makes of a server's tools.</summary>
public sealed class ClientToolTests
{
    private const string Secret = "4111222233334444";
    private const string Mask = """
        permit (principal, action, resource);
        @redact_result("/cards/*/number") forbid (principal, action == Action::"bank.cards", resource);
        """;

    private static readonly string s_json = $$"""{"cards":[{"number":"{{Secret}}"}]}""";

    public static TheoryData<string> Eras => McpScene.Eras;

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task A_tool_of_a_server_is_decided_before_the_server_hears_of_it(string era)
    {
        await using McpScene scene = new("permit (principal, action == Action::\"bank.pay\", resource) when { context.input.amount <= 100 };", isGuarded: false);
        McpClient client = await scene.ConnectAsync(era);
        AIFunction pay = (await client.ListToolsAsync()).First(static tool => tool.Name == "pay").WithName("send_money").InToolset("bank", "pay").WithAgentGuard(scene.Guard);
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));

        object? paid = await pay.InvokeAsync(new() { ["to"] = "acme", ["amount"] = 50 });
        object? denied = await pay.InvokeAsync(new() { ["to"] = "acme", ["amount"] = 5000 });

        Assert.Equal("paid 50 to acme", Assert.IsType<TextContent>(paid).Text);
        Assert.Equal("Not executed: bank.pay was denied.", denied);
        Assert.Equal("send_money", pay.Name);
        Assert.Equal("pay(acme,50)", scene.Runs);
    }

    [Fact]
    public async Task Both_sides_of_a_connection_know_a_tool_by_the_same_pin()
    {
        await using McpScene scene = new(isGuarded: false);
        ToolDefinition server = McpTools.Describe(scene.Options.ToolCollection!.First(static tool => tool.ProtocolTool.Name == "cards").ProtocolTool, "bank");
        McpClientTool tool = (await (await scene.ConnectAsync()).ListToolsAsync()).First(static tool => tool.Name == "cards");

        Assert.NotNull(server.Annotations);
        Assert.Equal(server.Pin, McpTools.Describe(tool.ProtocolTool, "bank").Pin);

        await using McpScene pinned = new(McpScene.PermitAll, tools: $$"""{ "tools": { "bank.cards": { "pin": "{{server.Pin}}" } } }""");
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        Assert.IsNotType<string>(await tool.DefinedAs(McpTools.Describe(tool.ProtocolTool, "bank")).WithAgentGuard(pinned.Guard).InvokeAsync(new() { ["id"] = 1 }));

        // Without the annotations it is another definition.
        Assert.Equal("Not executed: bank.cards was denied.", await tool.InToolset("bank").WithAgentGuard(pinned.Guard).InvokeAsync(new() { ["id"] = 1 }));
    }

    public static TheoryData<string> Results => ["text", "texts", "structured", "meta", "error"];

    [Theory]
    [MemberData(nameof(Results))]
    public async Task A_result_is_redacted_in_every_form_that_a_client_hands_on(string kind)
    {
        object? read = await ReadAsync(kind);

        string text = read switch
        {
            IEnumerable<AIContent> contents => string.Join('\n', contents.OfType<TextContent>()),
            _ => $"{read}",
        };
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("""{"cards":[{"number":"[redacted]"}]}""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image")]
    [InlineData("link")]
    [InlineData("plain")]
    public async Task A_result_of_which_nobody_can_say_what_is_in_it_is_withheld(string kind) =>
        Assert.Equal("Executed: bank.cards ran, and its result is withheld. Do not run it again; tell the user.", await ReadAsync(kind));

    [Fact]
    public async Task A_conversation_with_an_mcp_server_s_tools_is_guarded()
    {
        await using McpScene scene = new("permit (principal, action == Action::\"bank.pay\", resource) when { context.origin.to.contains(\"user\") };", isGuarded: false);
        AIFunction pay = (await (await scene.ConnectAsync()).ListToolsAsync()).First(static tool => tool.Name == "pay").InToolset("bank");
        using IChatClient chat = new ScriptedChatClient()
            .Calls("pay", new { to = "acme", amount = 50 })
            .Calls("pay", new { to = "mallory", amount = 50 })
            .Says("done")
            .WithAgentGuard(scene.Guard, static inner => new FunctionInvokingChatClient(inner));
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        run.Session.UserSaid("Pay 50 to acme");

        ChatResponse answer = await chat.GetResponseAsync("Pay 50 to acme", new ChatOptions { Tools = [pay] });

        Assert.Equal("done", answer.Messages[^1].Text);
        Assert.Equal("pay(acme,50)", scene.Runs);
    }

    private static async Task<object?> ReadAsync(string kind)
    {
        McpServerTool tool = McpServerTool.Create(() => Result(kind), new McpServerToolCreateOptions { Name = "cards" });
        await using McpScene scene = new(Mask, options => options.ToolCollection = [tool], isGuarded: false);
        McpClientTool cards = (await (await scene.ConnectAsync()).ListToolsAsync())[0];
        using AgentScope run = AgentScope.Begin(User("alice"), Agent("bot"));
        return await cards.InToolset("bank").WithAgentGuard(scene.Guard).InvokeAsync();
    }

    private static CallToolResult Result(string kind) => kind switch
    {
        "text" => new() { Content = [new TextContentBlock { Text = s_json }] },
        "texts" => new() { Content = [new TextContentBlock { Text = s_json }, new TextContentBlock { Text = s_json }] },
        "structured" => new() { Content = [new TextContentBlock { Text = s_json }], StructuredContent = JsonElement.Parse(s_json) },
        "meta" => new() { Content = [new TextContentBlock { Text = s_json }], Meta = new JsonObject { ["raw"] = Secret } },
        "error" => new() { Content = [new TextContentBlock { Text = s_json }], IsError = true },
        "image" => new() { Content = [new TextContentBlock { Text = s_json }, ImageContentBlock.FromBytes(new byte[] { 1 }, "image/png")] },
        "link" => new() { Content = [new ResourceLinkBlock { Uri = $"card://{Secret}", Name = "card" }] },
        _ => new() { Content = [new TextContentBlock { Text = $"the number is {Secret}" }] },
    };
}
