using System.CommandLine;

namespace AgentGuard.Cli.Format;

/// <summary><c>agentguard format</c>: one layout for all policies, so that a review shows what changed and not who wrote it.</summary>
internal static class FormatCommand
{
    public static Command Create(CliConsole console)
    {
        Argument<string[]> paths = new("path") { Description = "Policy files, folders with all below them, or - for standard input.", Arity = ArgumentArity.OneOrMore };
        Option<bool> check = CommonOptions.Flag("--check", "Write nothing, list the files that would change, and exit with 1 if there are some.");
        ExplainedCommand command = new(
            "format",
            "Lays out policies. It moves white space and nothing else, so each policy stays what it is. Files that end in .cedar are formatted; schemas are left alone, for no printer of theirs keeps comments.")
        {
            Examples =
            [
                "agentguard format policies",
                "agentguard format policies --check",
                "cat draft.cedar | agentguard format -",
            ],
        };
        command.Arguments.Add(paths);
        command.Options.Add(check);
        command.SetAction((parsed, cancellationToken) => new FormatRun(console, parsed.GetValue(check)).RunAsync(parsed.GetRequiredValue(paths), cancellationToken));
        return command;
    }
}
