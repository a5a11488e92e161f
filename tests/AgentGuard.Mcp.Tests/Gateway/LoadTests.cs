using System.Globalization;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace AgentGuard.Mcp.Tests.Gateway;

public sealed class LoadTests
{
    [Fact]
    public async Task Ten_thousand_calls_of_eight_clients_at_once_are_each_answered_with_their_own()
    {
        const int Clients = 8;
        const int Calls = 1250;
        const int AtOnce = 16;
        await using GatewayScene scene = new(GatewayScene.PermitAll, GatewayScene.Catalog("files.echo"), new SdkServer("files", "echo", Echo));
        McpClient[] clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => scene.ConnectAsync()));

        int[] answered = await Task.WhenAll(clients.Select(async (client, number) =>
        {
            int own = 0;
            await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, cancellationToken) =>
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"client {number} call {call}");
                CallToolResult result = await client.CallToolAsync("echo", new Dictionary<string, object?> { ["text"] = text }, cancellationToken: cancellationToken);
                Assert.Equal(text, Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
                Interlocked.Increment(ref own);
            });
            return own;
        }));

        Assert.Equal(Enumerable.Repeat(Calls, Clients), answered);
        foreach (McpClient client in clients)
        {
            await client.DisposeAsync();
        }

        static string Echo(string text) => text;
    }
}
