using AgentGuard.Cedar.Values;

namespace AgentGuard.Cli.Explain;

/// <summary>The call that is to be explained.</summary>
/// <param name="Folder">The folder of policies, as it was typed.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Chain">Who acts, root first.</param>
internal sealed record ExplainOptions(string Folder, ToolId Tool, IReadOnlyList<Hop> Chain)
{
    /// <summary>The arguments as JSON; <c>-</c> for standard input.</summary>
    public string Arguments { get; init; } = "{}";

    public string? Tenant { get; init; }

    /// <summary><c>context.session</c>, beside id and tenant.</summary>
    public CedarRecord Session { get; init; } = CedarRecord.Empty;

    public CedarRecord Environment { get; init; } = CedarRecord.Empty;

    /// <summary>What the user said.</summary>
    public IReadOnlyList<string> Said { get; init; } = [];

    /// <summary>When the call is made; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The file of the tools' definitions; null for the folder's own.</summary>
    public string? Tools { get; init; }

    /// <summary>Whether to print one JSON document.</summary>
    public bool Json { get; init; }
}
