// A Semantic Kernel app whose every function call is decided. A scripted model stands where yours will.
using System.ComponentModel;
using AgentGuard;
using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using static AgentGuard.Principal;

const string Invoice = "Pay the ACME invoice: 250 to DE89 3704 0044 0532 0130 00";
IChatClient model = new ScriptedChatClient()
    .Calls("payments_transfer", new { to = "DE89370400440532013000", amount = 250 })
    .Calls("files_delete", new { path = "/invoices/acme.pdf" })
    .Turn(shown => new ChatMessage(ChatRole.Assistant, string.Join('\n', shown.SelectMany(message => message.Contents).OfType<Microsoft.Extensions.AI.FunctionResultContent>().Select(result => result.Result))));

IKernelBuilder builder = Kernel.CreateBuilder();
builder.Services.AddSingleton(model.AsBuilder().UseKernelFunctionInvocation().Build());
builder.Plugins.AddFromType<Payments>("payments");
builder.Plugins.AddFromType<Files>("files");
builder.AddAgentGuard("policies/treasury");            // every function call of this kernel is decided
Kernel kernel = builder.Build();

using AgentScope run = AgentScope.Begin(User("alice"), Agent("treasury-bot"));   // who acts, on whose behalf
run.Session.UserSaid(Invoice);
PromptExecutionSettings settings = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
Console.WriteLine(await kernel.InvokePromptAsync(Invoice, new(settings)));

internal sealed class Payments
{
    [KernelFunction("transfer"), Description("Transfers whole euros to an account.")]
    public string Transfer(string to, long amount) => $"{amount} EUR sent to {to}";
}

internal sealed class Files
{
    [KernelFunction("delete"), Description("Deletes a file.")]
    public string Delete(string path) => $"{path} is gone";
}
