namespace AgentGuard.Cli.Test;

/// <summary>What is asked of a test run.</summary>
/// <param name="Paths">Folders of policies, or files of scenarios, as they were typed.</param>
internal sealed record TestOptions(IReadOnlyList<string> Paths)
{
    /// <summary>Text in the names of the scenarios to play; null for all.</summary>
    public string? Filter { get; init; }

    /// <summary>The least coverage that will do, in percent; null for any.</summary>
    public int? CoverageMinimum { get; init; }

    /// <summary>Whether to print one JSON document.</summary>
    public bool Json { get; init; }

    /// <summary>Whether to tell of scenarios that go as written what happened in them, too.</summary>
    public bool Verbose { get; init; }
}
