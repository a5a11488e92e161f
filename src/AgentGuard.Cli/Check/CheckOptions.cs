namespace AgentGuard.Cli.Check;

/// <summary>What a check was asked to do.</summary>
/// <param name="Folders">The bundles, as they were typed.</param>
internal sealed record CheckOptions(IReadOnlyList<string> Folders)
{
    /// <summary>A file of definitions for all bundles; null for that of each.</summary>
    public string? Tools { get; init; }

    /// <summary>Whether to pin the tools that have a definition.</summary>
    public bool Pin { get; init; }

    /// <summary>Whether to write the manifest of a bundle that is clean.</summary>
    public bool Write { get; init; }

    /// <summary>The manifest's version; null for the one that it has.</summary>
    public string? Version { get; init; }

    /// <summary>The manifest's name; null for the one that it has.</summary>
    public string? Name { get; init; }

    public bool WarningsAsErrors { get; init; }

    public bool Json { get; init; }
}
