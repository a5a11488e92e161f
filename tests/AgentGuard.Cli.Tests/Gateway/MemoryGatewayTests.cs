using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Cli.Tests.Gateway;

/// <summary>The gateway before @modelcontextprotocol/server-memory, whose user is asked before anything is forgotten.</summary>
[Collection(NpmServers.Collection)]
public sealed class MemoryGatewayTests
{
    [SkippableTheory]
    [InlineData(null)]
    [InlineData("2025-06-18")]
    public async Task The_user_is_asked_before_anything_is_forgotten(string? revision)
    {
        using GatewayProcess gateway = Start("--human");
        List<string> questions = [];
        string answer = "decline";
        McpClientOptions options = new() { ProtocolVersion = revision };
        options.Handlers.ElicitationHandler = (question, _) =>
        {
            questions.Add(question!.Message);
            return new ValueTask<ElicitResult>(new ElicitResult { Action = answer });
        };
        await using McpClient client = await gateway.ConnectAsync(options);
        await RememberAsync(client);

        string refused = GatewayProcess.Text(await ForgetAsync(client, "ada"));
        answer = "accept";
        CallToolResult forgotten = await ForgetAsync(client, "bob");

        Assert.StartsWith("Not executed: memory.delete_entities", refused, StringComparison.Ordinal);
        Assert.NotEqual(true, forgotten.IsError);
        string memory = GatewayProcess.Text(await client.CallToolAsync("read_graph"));
        Assert.Contains("ada", memory, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", memory, StringComparison.Ordinal);
        Assert.Equal(
            ["Run memory.delete_entities once?\nentityNames: [\"ada\"] (from memory.create_entities, untrusted)\nthis cannot be undone", "Run memory.delete_entities once?\nentityNames: [\"bob\"] (from memory.create_entities, untrusted)\nthis cannot be undone"],
            questions);
    }

    [SkippableFact]
    public async Task Without_a_human_it_stays_held()
    {
        using GatewayProcess gateway = Start("");
        McpClientOptions options = new();
        options.Handlers.ElicitationHandler = static (_, _) => new ValueTask<ElicitResult>(new ElicitResult { Action = "accept" });
        await using McpClient client = await gateway.ConnectAsync(options);
        await RememberAsync(client);

        Assert.Contains("was held", GatewayProcess.Text(await ForgetAsync(client, "ada")), StringComparison.Ordinal);
        Assert.Contains("ada", GatewayProcess.Text(await client.CallToolAsync("read_graph")), StringComparison.Ordinal);
    }

    private static GatewayProcess Start(string options)
    {
        // The memory is a file of the server's own folder, unless a variable says where.
        string memory = NpmServers.Memory;
        return new GatewayProcess("mcp-memory", $"--toolset memory {options}", "sh", "-c", "MEMORY_FILE_PATH=\"$1/memory.jsonl\" exec node \"$0\"", memory, "{folder}");
    }

    private static ValueTask<CallToolResult> RememberAsync(McpClient client) => client.CallToolAsync("create_entities", new Dictionary<string, object?>
    {
        ["entities"] = new[] { "ada", "bob" }.Select(static name => new { name, entityType = "person", observations = new[] { "writes programs" } }),
    });

    private static ValueTask<CallToolResult> ForgetAsync(McpClient client, string name) =>
        client.CallToolAsync("delete_entities", new Dictionary<string, object?> { ["entityNames"] = new[] { name } });
}
