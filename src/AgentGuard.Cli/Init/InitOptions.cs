namespace AgentGuard.Cli.Init;

/// <summary>What <c>agentguard init</c> was told.</summary>
/// <param name="Folder">The folder, as it was typed.</param>
internal sealed record InitOptions(string Folder)
{
    /// <summary>The toolset of tools that stand in none; null for the folder's name.</summary>
    public string? Toolset { get; init; }

    /// <summary>A file of definitions.</summary>
    public string? Tools { get; init; }

    /// <summary>A file in the <c>mcpServers</c> form.</summary>
    public string? Config { get; init; }

    public string? Url { get; init; }

    /// <summary>Headers for the URL, as <c>Name: value</c>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>A server as a command and its arguments.</summary>
    public IReadOnlyList<string> Server { get; init; } = [];

    public required string User { get; init; }

    /// <summary>How many seconds a server has; null for the usual.</summary>
    public double? Timeout { get; init; }

    public bool Force { get; init; }

    public bool Json { get; init; }
}
