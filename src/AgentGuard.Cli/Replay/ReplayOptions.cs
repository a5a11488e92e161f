namespace AgentGuard.Cli.Replay;

/// <summary>What <c>agentguard replay</c> was asked to do.</summary>
/// <param name="Paths">Files and folders of traces.</param>
/// <param name="Policies">The bundle.</param>
internal sealed record ReplayOptions(IReadOnlyList<string> Paths, string Policies)
{
    /// <summary>The bundle to compare with; null for none.</summary>
    public string? Against { get; init; }

    /// <summary>The catalog; null for those that lie with the traces, or the bundle's own.</summary>
    public string? Catalog { get; init; }

    /// <summary>Definitions of the tools; null for those that lie with the traces.</summary>
    public string? Tools { get; init; }

    /// <summary>How many conversations are named.</summary>
    public int Show { get; init; }

    /// <summary>Whether one JSON document is printed.</summary>
    public bool Json { get; init; }
}
