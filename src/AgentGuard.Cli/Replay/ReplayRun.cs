using AgentGuard.Testing;
using Spectre.Console;

namespace AgentGuard.Cli.Replay;

/// <summary>Plays the suites that are found, one after the other, with one bundle or with two.</summary>
internal sealed class ReplayRun(CliConsole console, ReplayOptions options)
{
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">There is nothing to play, or it cannot be read.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        string policies = Bundles.Find(options.Policies);
        string? against = options.Against is { } other ? Bundles.Find(other) : null;
        try
        {
            IReadOnlyList<TraceSuite> suites = Find();
            IReadOnlyList<ReplayTally> tallies = await PlayAsync(suites, policies, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<ReplayTally>? others = against is null ? null : await PlayAsync(suites, against, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<FlippedCall>? flipped = others is null ? null : FlippedCall.Between(tallies, others);
            if (options.Json)
            {
                console.Json(ReplayJson.Of(tallies, others, flipped));
            }
            else
            {
                ReplayText.Write(console, tallies, others, flipped, options);
            }
        }
        catch (TraceFormatException e)
        {
            throw new CliException(e.Message, "docs/replay.md says what a recording looks like");
        }

        catch (ReplayFaultException e)
        {
            throw new CliException(e.Message, "the guard itself failed, and nothing is said of the policies");
        }

        return ExitCode.Success;
    }

    private List<TraceSuite> Find()
    {
        List<TraceSuite> suites = [];
        foreach (string path in options.Paths)
        {
            if (!Path.Exists(path))
            {
                throw new CliException($"there is no file or folder `{path}`", "name a file of recorded conversations, X.jsonl or X.jsonl.gz, or a folder of them");
            }

            suites.AddRange(TraceSuite.Find(path, tools: options.Tools).Select(suite => suite with { Catalog = options.Catalog ?? suite.Catalog }));
        }

        foreach (string? file in new[] { options.Catalog, options.Tools })
        {
            if (file is not null && !File.Exists(file))
            {
                throw new CliException($"there is no file `{file}`");
            }
        }

        // Files of one suite may be named one by one.
        suites = [.. suites.GroupBy(static suite => (suite.Name, suite.Tools, suite.Catalog)).Select(static same => same.First() with { Files = [.. same.SelectMany(static suite => suite.Files).Distinct()] })];
        return suites.Count > 0 ? suites : throw new CliException("there is no recording to play", "a recording is a file X.jsonl or X.jsonl.gz");
    }

    private async Task<IReadOnlyList<ReplayTally>> PlayAsync(IReadOnlyList<TraceSuite> suites, string policies, CancellationToken cancellationToken)
    {
        if (!console.IsTerminal || options.Json)
        {
            return await PlayAsync(suites, policies, static _ => Task.FromResult<IProgress<int>?>(null), cancellationToken).ConfigureAwait(false);
        }

        return await console.Out.Progress().AutoClear(true)
            .StartAsync(context => PlayAsync(suites, policies, async suite => new Bar(context.AddTask(HiddenText.Shown(suite.Name), maxValue: await CountAsync(suite, cancellationToken).ConfigureAwait(false))), cancellationToken))
            .ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<ReplayTally>> PlayAsync(
        IReadOnlyList<TraceSuite> suites, string policies, Func<TraceSuite, Task<IProgress<int>?>> progress, CancellationToken cancellationToken)
    {
        List<ReplayTally> tallies = [];
        foreach (TraceSuite suite in suites)
        {
            using AgentGuard.Testing.Replay replay = new(suite, policies);
            tallies.Add(await replay.RunAsync(suite, await progress(suite).ConfigureAwait(false), cancellationToken).ConfigureAwait(false));
        }

        return tallies;
    }

    /// <summary>How many conversations there are: lines are counted in a moment, and a bar needs to know where it ends.</summary>
    private static async Task<long> CountAsync(TraceSuite suite, CancellationToken cancellationToken)
    {
        long count = 0;
        foreach (string file in suite.Files)
        {
            count += await TraceFile.CountAsync(file, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private sealed class Bar(ProgressTask task) : IProgress<int>
    {
        public void Report(int value) => task.Value = value;
    }
}
