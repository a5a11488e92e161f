using System.CommandLine;

namespace AgentGuard.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExplainedCommand(string name, string description) : Command(name, description)
{
    /// <summary>Command lines as they are typed, of at most 78 characters.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
