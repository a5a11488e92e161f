namespace AgentGuard.Cedar.Tests;

/// <summary>Where the public data is that tests and benchmarks read: where the environment says, or else beside the repository.</summary>
internal static class SharedData
{
    private const string CorpusVariable = "AGENTGUARD_CEDAR_CORPUS";

    public static string Corpus => Find(CorpusVariable, "cedar");

    /// <summary>Whether the corpus is the one beside the repository, whose files are known.</summary>
    public static bool IsCorpusBeside => Environment.GetEnvironmentVariable(CorpusVariable) is null;

    public static string TemporalCases => Find("AGENTGUARD_TEMPORAL_CASES", "temporal-cases");

    public static string Bench => Find("AGENTGUARD_CEDAR_BENCH", "cedar/bench");

    /// <summary>The root of the repository.</summary>
    public static string Root()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "AgentGuard.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? AppContext.BaseDirectory;
    }

    private static string Find(string variable, string folder) =>
        Environment.GetEnvironmentVariable(variable) ?? Path.Combine(Root(), "..", "shared", folder);
}
