using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>The rest of a condition cannot be read. It ends the reading of one condition, and becomes a diagnostic.</summary>
internal sealed class TemporalSyntaxException(SourceSpan span, string message, string? help = null) : Exception(message)
{
    public SourceSpan Span => span;

    public string? Help => help;
}
