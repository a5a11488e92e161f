using AgentGuard;
using AgentGuard.Cedar.Values;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Quickstart;

/// <summary>Shows each decision as it is written to the audit log, and what the model reads of it.</summary>
internal sealed class Screen : IAuditStore
{
    private readonly InMemoryAuditStore _log = new();

    public ValueTask<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Explanation.Length > 0)
        {
            string colour = entry.Outcome switch
            {
                InvocationOutcome.Admitted => "green",
                InvocationOutcome.Held => "yellow",
                _ => "red",
            };
            string[] lines = entry.Explanation.Split('\n');
            AnsiConsole.MarkupLine($"[{colour}]{Markup.Escape(lines[0])}[/]");
            AnsiConsole.MarkupLine($"[grey]{Markup.Escape(string.Join('\n', lines[1..]))}[/]");
        }

        return _log.AppendAsync(entry, cancellationToken);
    }

    public static void Title(string what, string shows) => AnsiConsole.MarkupLine($"\n[bold]{Markup.Escape(what)}[/] [grey]({Markup.Escape(shows)})[/]");

    public static void Model(ChatResponse answer)
    {
        if (answer.Text.Length > 0)
        {
            AnsiConsole.MarkupLine($"          model reads: [blue]{Markup.Escape(answer.Text.ReplaceLineEndings(" "))}[/]");
        }
    }

    public static void Answer(EntityUid approver, bool yes, ApprovalOutcome outcome) =>
        AnsiConsole.MarkupLine($"          {Markup.Escape(approver.Id)} says [bold]{(yes ? "yes" : "no")}[/]{Markup.Escape(outcome.IsAccepted ? "" : $": {outcome.Reason}")}");

    /// <summary>The scripted model's last turn says what it was shown.</summary>
    public static ChatMessage LastResult(IReadOnlyList<ChatMessage> shown) => new(
        ChatRole.Assistant,
        shown.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault()?.Result?.ToString() ?? "");
}
