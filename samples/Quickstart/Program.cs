using AgentGuard;
using AgentGuard.Testing;
using Microsoft.Extensions.AI;
using Quickstart;
using static AgentGuard.Principal;

// A day of a treasury agent. The model is scripted; everything behind it is what runs in production.
if (Answers.Parse(args) is not { } answers)
{
    await Console.Error.WriteLineAsync("usage: Quickstart [--yes | --no]");
    return 2;
}

using ToolCallGuard guard = ToolCallGuard.FromPolicies("policies/quickstart", options => options.AuditStore = new Screen());
ScriptedChatClient model = new();
IChatClient agent = model.WithAgentGuard(guard, inner => new FunctionInvokingChatClient(inner));
ChatOptions tools = new() { Tools = TreasuryTools.All };

using (AgentScope run = AgentScope.Begin(User("alice"), Agent("treasury-bot")))
{
    Screen.Title("A mail is read", "permit");
    await Turn("What is new?", model.Calls("read_mail", new { id = 7 }));

    Screen.Title("A customer's card numbers are masked", "redact");
    await Turn("Show me the ACME account", model.Calls("read_customer", new { name = "ACME" }));

    Screen.Title("An agent does not delete files", "deny");
    await Turn("Tidy up", model.Calls("delete_file", new { path = "/invoices/2025.zip" }));

    Screen.Title("The mail's account number is not the one that the user gave", "deny");
    await Turn("Pay the ACME invoice from my mail", model.Calls("transfer", new { to = TreasuryTools.InjectedAccount, amount = 250 }));

    Screen.Title("A large transfer waits for somebody else", "hold, approve, release");
    string words = $"Pay 2500 to ACME, account {TreasuryTools.AcmeAccount}";
    run.Session.UserSaid(words);
    ChatResponse held = await Turn(words, model.Calls("transfer", new { to = TreasuryTools.AcmeAccount, amount = 2500 }), isHeld: true);
    await answers.GiveAsync(guard, held);
    await Turn("Go on", model, before: held);
}

using (AgentScope run = AgentScope.Begin(User("bob"), Agent("treasury-bot")))
using (AgentScope.Begin(Agent("clerk")))
{
    Screen.Title("A sub-agent has no right that its user lacks", "deny");
    string words = $"Pay 20 to ACME, account {TreasuryTools.AcmeAccount}";
    run.Session.UserSaid(words);
    await Turn(words, model.Calls("transfer", new { to = TreasuryTools.AcmeAccount, amount = 20 }));
}

return 0;

async Task<ChatResponse> Turn(string words, ScriptedChatClient script, ChatResponse? before = null, bool isHeld = false)
{
    if (!isHeld)
    {
        // A held call ends the turn; otherwise the model goes on, and repeats what it was told.
        script.Turn(Screen.LastResult);
    }

    ChatResponse answer = await agent.GetResponseAsync([.. before?.Messages ?? [], new ChatMessage(ChatRole.User, words)], tools);
    Screen.Model(answer);
    return answer;
}
