using AgentGuard;
using AgentGuard.Cedar.Values;
using AgentGuard.Extensions.AI;
using Microsoft.Extensions.AI;
using Spectre.Console;
using static AgentGuard.Principal;

namespace Quickstart;

/// <summary>Somebody signs in, apart from the agent's conversation, and says yes or no to what is held.</summary>
internal sealed class Answers
{
    private readonly bool? _answer;

    private Answers(bool? answer) => _answer = answer;

    /// <returns>Null for arguments that are not known.</returns>
    public static Answers? Parse(string[] args) => args switch
    {
        [] => new Answers(Console.IsInputRedirected ? false : null),
        ["--yes"] => new Answers(true),
        ["--no"] => new Answers(false),
        _ => null,
    };

    public async Task GiveAsync(ToolCallGuard guard, ChatResponse held)
    {
        string id = held.Messages.SelectMany(message => message.Contents)
            .OfType<ToolApprovalRequestContent>()
            .Select(request => (string)request.AdditionalProperties![HeldCall.ApprovalId]!)
            .Single();
        while (true)
        {
            // A real host takes the approver from its own sign-in, never from the conversation.
            EntityUid approver = User(_answer is null ? AnsiConsole.Ask("          Sign in to answer (alice, bob, fay):", "fay") : "fay");
            bool yes = _answer ?? AnsiConsole.Confirm($"          {approver.Id}, approve {id}?");
            ApprovalOutcome outcome = yes ? await guard.Approvals.ApproveAsync(id, approver) : await guard.Approvals.RefuseAsync(id, approver);
            Screen.Answer(approver, yes, outcome);
            if (outcome.IsAccepted || _answer is not null)
            {
                return;
            }
        }
    }
}
