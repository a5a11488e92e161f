namespace AgentGuard.Benchmarks;

/// <summary>The command line: 0 when all was measured, 1 when an answer is wrong or the data is not there, 2 when it was called wrongly.</summary>
internal static class Command
{
    private const string Help = """
        Measures decisions and guarded calls of AgentGuard, one thread, steady state.

        usage: AgentGuard.Benchmarks [--quick] [--json FILE] [--only NAME]

          --quick       shorter batches: all of it in three minutes
          --json FILE   writes rows {name, policies, nanoseconds, bytes} too
          --only NAME   measures the benchmarks of one name, or whose names begin with that word
          --help        prints this

        The Cedar workloads are read from AGENTGUARD_CEDAR_BENCH, or else from
        ../shared/cedar/bench beside the repository. Every answer is compared with the
        expected one before anything is measured.
        Nanoseconds are the median of batches, bytes those allocated by one decision or call.
        """;

    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (Options.Parse(arguments, out Options options) is { } fault)
        {
            errors.WriteLine($"error: {fault}\nhelp: --help lists the options");
            return 2;
        }

        if (options.Help)
        {
            output.WriteLine(Help);
            return 0;
        }

        try
        {
            return Run(options, output, errors);
        }
        catch (Exception failure) when (failure is IOException or WrongAnswerException)
        {
            errors.WriteLine($"error: {failure.Message}");
            return 1;
        }
    }

    private static int Run(Options options, TextWriter output, TextWriter errors)
    {
        List<Benchmark> all = [.. Suite.Load()];
        try
        {
            List<Benchmark> wanted = [.. all.Where(benchmark => options.Only is null || benchmark.Name == options.Only || benchmark.Name.StartsWith($"{options.Only} ", StringComparison.Ordinal) || benchmark.Name.StartsWith($"{options.Only},", StringComparison.Ordinal))];
            if (wanted.Count == 0)
            {
                errors.WriteLine($"error: there is no benchmark `{options.Only}`");
                return 2;
            }

            Measure(wanted, options, output);
            return 0;
        }
        finally
        {
            all.ForEach(static benchmark => benchmark.Dispose());
        }
    }

    private static void Measure(List<Benchmark> benchmarks, Options options, TextWriter output)
    {
        foreach (Benchmark benchmark in benchmarks)
        {
            benchmark.Verify();
        }

        Meter meter = options.Quick ? Meter.Quick : Meter.Thorough;
        List<Row> rows = [];
        output.WriteLine(Row.Heading);
        foreach (Benchmark benchmark in benchmarks)
        {
            Row row = meter.Measure(benchmark);
            output.WriteLine(row);
            rows.Add(row);
        }

        if (options.Json is { } file)
        {
            Row.Write(file, rows);
        }
    }
}
