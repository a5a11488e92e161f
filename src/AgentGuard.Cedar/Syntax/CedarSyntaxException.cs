using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Syntax;

/// <summary>A text is not Cedar. The message is that of the first error, with its position.</summary>
public sealed class CedarSyntaxException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="diagnostics">What is wrong, at least one error, in the order of the text.</param>
    public CedarSyntaxException(IReadOnlyList<Diagnostic> diagnostics)
        : base(diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString())
        => Diagnostics = diagnostics;

    /// <summary>What is wrong, in the order of the text; warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
