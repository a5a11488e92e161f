using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp.Tests;

/// <summary>The sample server, as a client starts it: a process whose standard output is the protocol.</summary>
public sealed class SampleServerTests
{
    [Theory]
    [InlineData("accept", "shopping is gone", "there is no such note")]
    [InlineData("decline", "Not executed: notes.delete was denied. The request for approval was refused.", "milk, bread")]
    public async Task A_note_is_read_the_diary_is_not_and_the_user_is_asked_before_one_is_deleted(string answer, string deleted, string left)
    {
        string asked = "";
        await using McpClient client = await McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions { Command = Environment.ProcessPath!, Arguments = [Path.Combine(AppContext.BaseDirectory, "McpServer.dll")] }),
            new McpClientOptions
            {
                DiscoverProbeTimeout = Timeout.InfiniteTimeSpan,
                Handlers = new McpClientHandlers
                {
                    ElicitationHandler = (question, _) =>
                    {
                        asked += question!.Message;
                        return new(new ElicitResult { Action = answer });
                    },
                },
            });

        Assert.Equal(["delete", "read"], (await client.ListToolsAsync()).Select(static tool => tool.Name).Order());
        Assert.Equal("milk, bread", await CallAsync("read", "shopping"));
        Assert.Equal("Not executed: notes.read was denied. Agents do not open the diary (diary).", await CallAsync("read", "diary/monday"));
        Assert.Equal("Not executed: notes.read was denied. `/title` has no normal form as path.", await CallAsync("read", "../diary/monday"));
        Assert.Equal(deleted, await CallAsync("delete", "shopping"));
        Assert.Equal("Run notes.delete once?\ntitle: shopping\nthe user confirms each deletion", asked);
        Assert.Equal(left, await CallAsync("read", "shopping"));

        async Task<string> CallAsync(string tool, string title) => McpScene.Text(await McpScene.CallAsync(client, tool, new { title }));
    }
}
