using AgentGuard;
using AgentGuard.Cedar.Values;
using Microsoft.Extensions.AI;
using Spectre.Console;

namespace Quickstart;

/// <summary>Shows each decision as it is written to the audit log, and what the model reads of it.</summary>
internal sealed class Screen : IAuditStore
{
    private static readonly IAnsiConsole s_console = Open();
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
            s_console.MarkupLine($"[{colour}]{Markup.Escape(lines[0])}[/]");

            // Who permitted, by which bundle and under which ids is for the log rather than for a first look.
            foreach (string line in lines.Skip(1).Where(line => !line.TrimStart().StartsWith("permits:", StringComparison.Ordinal) && !line.TrimStart().StartsWith("bundle ", StringComparison.Ordinal)))
            {
                s_console.MarkupLine($"[grey]{Markup.Escape(line)}[/]");
            }
        }

        return _log.AppendAsync(entry, cancellationToken);
    }

    public static void Title(string what, string shows) => s_console.MarkupLine($"\n[bold]{Markup.Escape(what)}[/] [grey]({Markup.Escape(shows)})[/]");

    public static void Model(ChatResponse answer)
    {
        if (answer.Text.Length > 0)
        {
            s_console.MarkupLine($"          model reads: [blue]{Markup.Escape(answer.Text.ReplaceLineEndings(" "))}[/]");
        }
    }

    public static void Answer(EntityUid approver, bool yes, ApprovalOutcome outcome) =>
        s_console.MarkupLine($"          {Markup.Escape(approver.Id)} says [bold]{(yes ? "yes" : "no")}[/]{Markup.Escape(outcome.IsAccepted ? "" : $", which does not count: {outcome.Reason}")}");

    /// <summary>The scripted model's last turn says what it was shown.</summary>
    public static ChatMessage LastResult(IReadOnlyList<ChatMessage> shown) => new(
        ChatRole.Assistant,
        shown.SelectMany(message => message.Contents).OfType<FunctionResultContent>().LastOrDefault()?.Result?.ToString() ?? "");

    /// <summary>Colour in a terminal; plain and unwrapped in a pipe.</summary>
    private static IAnsiConsole Open()
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = Console.IsOutputRedirected ? AnsiSupport.No : AnsiSupport.Detect });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = int.MaxValue;
        }

        return console;
    }
}
