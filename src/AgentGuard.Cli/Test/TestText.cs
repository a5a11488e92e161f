using Spectre.Console;

namespace AgentGuard.Cli.Test;

/// <summary>Prints how scenarios went: a line each, and of one that failed the step, what happened until then, and why the guard decided so.</summary>
internal static class TestText
{
    private const string Indent = "        ";

    public static void WriteHead(IAnsiConsole console, TestBundle bundle) => console.Write(new StyledText().Add(bundle.Folder, Styles.Strong).EndLine());

    public static void Write(IAnsiConsole console, TestBundle bundle, ScenarioOutcome outcome, bool isVerbose)
    {
        StyledText text = new StyledText().Add(outcome.Failure is null ? "  ok    " : "  FAIL  ", outcome.Failure is null ? Styles.Good : Styles.Error)
            .Add(outcome.Scenario.ToString()).EndLine();
        if (outcome.Failure is { } failure)
        {
            text.Add($"{Indent}{bundle.Place(failure.Position ?? outcome.Scenario.Position ?? "")}: ").Add(failure.Reason, Styles.Strong).EndLine();
        }

        if (IsToldInFull(outcome, isVerbose))
        {
            AddBlock(text, outcome.Transcript);
            AddBlock(text, outcome.Explanation);
            text.EndLine();
        }

        console.Write(text);
    }

    public static void WriteSummary(IAnsiConsole console, IReadOnlyList<(TestBundle Bundle, IReadOnlyList<ScenarioOutcome> Outcomes)> results, TestOptions options)
    {
        int all = results.Sum(static result => result.Outcomes.Count);
        int failed = results.Sum(static result => result.Outcomes.Count(static outcome => outcome.Failure is not null));
        StyledText text = new();
        _ = IsToldInFull(results[^1].Outcomes[^1], options.Verbose) ? text : text.EndLine();
        text.Add($"{Count.Of(all, "scenario")}: ");
        text.Add(failed == 0 ? "all as written" : FormattableString.Invariant($"{all - failed} as written, {failed} failed"), failed == 0 ? Styles.Good : Styles.Error).EndLine();
        foreach ((TestBundle bundle, _) in results)
        {
            CoverageText.Add(text, bundle, options.CoverageMinimum);
        }

        console.Write(text);
    }

    private static bool IsToldInFull(ScenarioOutcome outcome, bool isVerbose) => isVerbose || outcome.Failure is not null;

    private static void AddBlock(StyledText text, string? block)
    {
        if (string.IsNullOrEmpty(block))
        {
            return;
        }

        text.EndLine();
        foreach (string line in block.Split('\n'))
        {
            text.Add($"{Indent}{line}".TrimEnd()).EndLine();
        }
    }
}
