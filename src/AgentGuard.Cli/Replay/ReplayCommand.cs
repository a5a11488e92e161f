using System.CommandLine;
using System.Globalization;

namespace AgentGuard.Cli.Replay;

/// <summary><c>agentguard replay</c>: what policies would have done to recorded conversations.</summary>
internal static class ReplayCommand
{
    private const int DefaultShow = 10;

    public static Command Create(CliConsole console)
    {
        Argument<string[]> paths = new("traces") { Description = "Files of recorded conversations, X.jsonl or X.jsonl.gz, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string> policies = CommonOptions.Text("--policies", "The folder of policies.", "folder");
        policies.Required = true;
        Option<string> against = CommonOptions.Text("--against", "Another folder of policies: which decisions differ, and how many yeses each asks for.", "folder");
        Option<string> catalog = CommonOptions.Text("--catalog", "The catalog, in the place of X.catalog.json beside the conversations, else of the policies' own tools.json.", "file");
        Option<string> tools = CommonOptions.Text("--tools", "Definitions of the tools, in the place of X.tools.json beside the conversations.", "file");
        Option<int> show = new("--show") { Description = "How many conversations are named that were not let through, or differ.", HelpName = "number", DefaultValueFactory = static _ => DefaultShow };
        Option<bool> json = CommonOptions.Json();
        ExplainedCommand command = new(
            "replay",
            "Plays recorded conversations against policies. No model is asked and no tool runs: it says what would be permitted, held for a yes or denied, and of conversations with an attack how many would have been stopped.")
        {
            Examples =
            [
                "agentguard replay recordings --policies policies/treasury",
                "agentguard replay recordings --policies policies/new --against policies/old",
                "agentguard replay mail.jsonl.gz --policies policies/baseline --json",
            ],
        };
        command.Arguments.Add(paths);
        foreach (Option option in (ReadOnlySpan<Option>)[policies, against, catalog, tools, show, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(show) is { Tokens: [var token, ..] } && (!uint.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)))
            {
                result.AddError($"`{token.Value}` is no number of conversations");
            }
        });
        command.SetAction((parsed, cancellationToken) => new ReplayRun(console, new ReplayOptions(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(policies))
        {
            Against = parsed.GetValue(against),
            Catalog = parsed.GetValue(catalog),
            Tools = parsed.GetValue(tools),
            Show = parsed.GetValue(show),
            Json = parsed.GetValue(json),
        }).RunAsync(cancellationToken));
        return command;
    }
}
