using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Testing;

/// <summary>A scenario file cannot be read. The message names every error with file, line, column and help.</summary>
public sealed class ScenarioFileException : Exception
{
    internal ScenarioFileException(string path, IReadOnlyList<Diagnostic> diagnostics)
        : base(Describe(path, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    private static string Describe(string path, IReadOnlyList<Diagnostic> diagnostics) =>
        $"the scenarios of `{path}` cannot be read\n" + string.Join('\n', diagnostics.Select(static error => error.Render()));
}
