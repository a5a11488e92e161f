using AgentGuard.Cedar.Diagnostics;
using Spectre.Console;

namespace AgentGuard.Cli.Test;

/// <summary>Plays scenarios, several at once, and tells of them in their order.</summary>
internal sealed class TestRun(CliConsole console, TestOptions options)
{
    // Fewer are over before anybody asks how far they are.
    private const int LongRun = 50;

    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">There is nothing to play.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TestBundles files = new(options);
        IReadOnlyList<TestBundle> bundles = files.Load();
        if (files.Faults.Count > 0)
        {
            foreach (Diagnostic fault in files.Faults)
            {
                DiagnosticView.Write(console.Error, fault);
            }

            throw new CliException($"no scenario was played, because of {Count.Of(files.Faults.Count, "error")}");
        }

        IReadOnlyList<(TestBundle, IReadOnlyList<ScenarioOutcome>)> results = await PlayAsync(bundles, cancellationToken).ConfigureAwait(false);
        if (options.Json)
        {
            console.Json(TestJson.Of(results, options));
        }
        else
        {
            TestText.WriteSummary(console.Out, results, options);
        }

        return results.Any(result => HasFindings(result.Item1, result.Item2)) ? ExitCode.Findings : ExitCode.Success;
    }

    private bool HasFindings(TestBundle bundle, IReadOnlyList<ScenarioOutcome> outcomes) =>
        outcomes.Any(static outcome => outcome.Failure is not null) || bundle.Coverage?.Percent < options.CoverageMinimum;

    private async Task<IReadOnlyList<(TestBundle, IReadOnlyList<ScenarioOutcome>)>> PlayAsync(IReadOnlyList<TestBundle> bundles, CancellationToken cancellationToken)
    {
        int all = bundles.Sum(static bundle => bundle.Scenarios.Count);
        if (!console.IsTerminal || options.Json || all < LongRun)
        {
            return await PlayAsync(bundles, static _ => { }, cancellationToken).ConfigureAwait(false);
        }

        return await console.Out.Status()
            .StartAsync($"{Count.Of(all, "scenario")}", status => PlayAsync(bundles, played => status.Status(FormattableString.Invariant($"{played} of {all} scenarios")), cancellationToken))
            .ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<(TestBundle, IReadOnlyList<ScenarioOutcome>)>> PlayAsync(
        IReadOnlyList<TestBundle> bundles, Action<int> progress, CancellationToken cancellationToken)
    {
        using SemaphoreSlim cores = new(Environment.ProcessorCount);
        List<(TestBundle Bundle, List<Task<ScenarioOutcome>> Plays)> started =
            [.. bundles.Select(bundle => (bundle, bundle.Scenarios.Select(scenario => Task.Run(() => PlayAsync(bundle, scenario), cancellationToken)).ToList()))];
        List<(TestBundle, IReadOnlyList<ScenarioOutcome>)> results = [];
        int played = 0;
        foreach ((TestBundle bundle, List<Task<ScenarioOutcome>> plays) in started)
        {
            List<ScenarioOutcome> outcomes = [];
            Tell(() => TestText.WriteHead(console.Out, bundle));
            foreach (Task<ScenarioOutcome> play in plays)
            {
                ScenarioOutcome outcome = await play.ConfigureAwait(false);
                outcomes.Add(outcome);
                Tell(() => TestText.Write(console.Out, bundle, outcome, options.Verbose));
                progress(++played);
            }

            results.Add((bundle, outcomes));
        }

        return results;

        async Task<ScenarioOutcome> PlayAsync(TestBundle bundle, AgentGuard.Testing.Scenario scenario)
        {
            await cores.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await ScenarioOutcome.OfAsync(scenario, bundle.Coverage, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                cores.Release();
            }
        }

        void Tell(Action write)
        {
            if (!options.Json)
            {
                write();
            }
        }
    }
}
