namespace AgentGuard.Cedar.Diagnostics;

/// <summary>How bad a <see cref="Diagnostic"/> is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The text is refused.</summary>
    Error,

    /// <summary>The text is taken, but says hardly what its author meant.</summary>
    Warning,
}
