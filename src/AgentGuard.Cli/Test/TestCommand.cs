using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AgentGuard.Cli.Test;

/// <summary><c>agentguard test</c>: plays the scenarios that lie beside policies, and says what of the policies they try.</summary>
internal static class TestCommand
{
    private const int MaxPercent = 100;

    public static Command Create(CliConsole console)
    {
        Argument<string[]> paths = new("path") { Description = "Folders of policies with scenarios in them, or files of scenarios.", Arity = ArgumentArity.OneOrMore };
        Option<string> filter = CommonOptions.Text("--filter", "Play only the scenarios with this text in their names.");
        Option<int?> minimum = new("--coverage-minimum")
        {
            Description = "Exit with 1 where the scenarios of a folder try less of its policies.",
            HelpName = "percent",
            CustomParser = ReadPercent,
        };
        Option<bool> verbose = CommonOptions.Flag("--verbose", "Tell what happened in the scenarios that go as written, too.");
        Option<bool> json = CommonOptions.Json();
        ExplainedCommand command = new(
            "test",
            "Plays the scenarios beside policies. Each that does not go as written is told with the step, what happened until then, and why the guard decided so. Then come the policies that never had a say, and the conditions that were never both true and false.")
        {
            Examples =
            [
                "agentguard test policies/treasury",
                "agentguard test policies/* --coverage-minimum 80",
                "agentguard test policies/treasury --filter transfer --verbose",
            ],
        };
        command.Arguments.Add(paths);
        foreach (Option option in (ReadOnlySpan<Option>)[filter, minimum, verbose, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(minimum) is not null && result.GetResult(filter) is not null)
            {
                result.AddError($"`{minimum.Name}` is about all scenarios, and `{filter.Name}` plays some");
            }
        });
        command.SetAction((parsed, cancellationToken) => new TestRun(console, new TestOptions(parsed.GetRequiredValue(paths))
        {
            Filter = parsed.GetValue(filter),
            CoverageMinimum = parsed.GetValue(minimum),
            Verbose = parsed.GetValue(verbose),
            Json = parsed.GetValue(json),
        }).RunAsync(cancellationToken));
        return command;
    }

    private static int? ReadPercent(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int percent) && percent <= MaxPercent)
        {
            return percent;
        }

        result.AddError(FormattableString.Invariant($"`{text}` is no percentage from 0 to {MaxPercent}"));
        return null;
    }
}
