// An IChatClient pipeline whose every tool call is decided. A scripted model stands where yours will.
using System.ComponentModel;
using AgentGuard;
using AgentGuard.Extensions.AI;
using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using static AgentGuard.Principal;

const string Invoice = "Pay the ACME invoice: 2500 to DE89 3704 0044 0532 0130 00";
IChatClient model = new ScriptedChatClient()
    .Calls("transfer", new { to = "DE89370400440532013000", amount = 2500 })
    .Says("I will pay as soon as finance has approved it.")
    .Says("The invoice is paid.");

using ToolCallGuard guard = ToolCallGuard.FromPolicies("policies/treasury");
using IChatClient client = model.WithAgentGuard(guard, inner => new FunctionInvokingChatClient(inner));
ChatOptions options = new() { Tools = [AIFunctionFactory.Create(Transfer, "transfer").InToolset("payments")] };

using AgentScope run = AgentScope.Begin(User("alice"), Agent("treasury-bot"));
run.Session.UserSaid(Invoice);
List<ChatMessage> history = [new(ChatRole.User, Invoice)];
ChatResponse answer = await client.GetResponseAsync(history, options);
history.AddRange(answer.Messages);

// The call is held: it came out as a request, and finance answers it somewhere else.
foreach (ToolApprovalRequestContent request in answer.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>())
{
    Console.WriteLine(request.AdditionalProperties![HeldCall.Text]);
    await guard.Approvals.ApproveAsync((string)request.AdditionalProperties[HeldCall.ApprovalId]!, User("fay"));
}

history.Add(new(ChatRole.User, "Go on"));
answer = await client.GetResponseAsync(history, options);
foreach (FunctionResultContent result in answer.Messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>())
{
    Console.WriteLine(result.Result);
}

[Description("Transfers whole euros to an account.")]
static string Transfer(string to, long amount) => $"{amount} EUR sent to {to}";
