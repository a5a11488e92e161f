// The tools of an MCP server in an IChatClient pipeline: each call is decided here, before the server hears of it.
// A scripted model and a server in this process stand where yours will.
using System.ComponentModel;
using System.IO.Pipelines;
using AgentGuard;
using AgentGuard.Extensions.AI;
using AgentGuard.Mcp;
using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static AgentGuard.Principal;

Pipe toServer = new(), toClient = new();
await using McpServer server = McpServer.Create(
    new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()),
    new McpServerOptions { ToolCollection = [McpServerTool.Create(Transfer, new McpServerToolCreateOptions { Name = "transfer" })] });
Task serving = server.RunAsync();

const string Invoice = "Pay the ACME invoice: 250 to DE89 3704 0044 0532 0130 00";
IChatClient model = new ScriptedChatClient()
    .Calls("transfer", new { to = "DE89370400440532013000", amount = 250 })
    .Calls("transfer", new { to = "GB29NWBK60161331926819", amount = 250 });   // the account is from a mail, say

using ToolCallGuard guard = ToolCallGuard.FromPolicies("policies/treasury");
using IChatClient chat = model.WithAgentGuard(guard, inner => new FunctionInvokingChatClient(inner));
await using McpClient client = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
ChatOptions options = new();
options.Tools = [.. (await client.ListToolsAsync()).Select(tool => tool.DefinedAs(McpTools.Describe(tool.ProtocolTool, "payments")))];

using AgentScope run = AgentScope.Begin(User("alice"), Agent("treasury-bot"));
run.Session.UserSaid(Invoice);
ChatResponse answer = await chat.GetResponseAsync(Invoice, options);
foreach (AIContent content in answer.Messages.SelectMany(message => message.Contents))
{
    if (content is FunctionResultContent result)
    {
        Console.WriteLine(result.Result);
    }
    else if (content is ToolApprovalRequestContent held)
    {
        Console.WriteLine(held.AdditionalProperties![HeldCall.Text]);
    }
}

await client.DisposeAsync();
await serving;

[Description("Transfers whole euros to an account.")]
static string Transfer(string to, long amount) => $"{amount} EUR sent to {to}";
