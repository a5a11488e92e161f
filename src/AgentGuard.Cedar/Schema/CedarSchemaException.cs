using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema;

/// <summary>A text is no schema. The message is that of the first error, with its position.</summary>
public sealed class CedarSchemaException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="diagnostics">What is wrong, at least one error.</param>
    public CedarSchemaException(IReadOnlyList<Diagnostic> diagnostics)
        : base(diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString())
        => Diagnostics = diagnostics;

    /// <summary>What is wrong; warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
