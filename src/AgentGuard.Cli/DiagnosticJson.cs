using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cli;

/// <summary>A diagnostic for other programs.</summary>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Help">What to do about it; null where there is nothing to suggest.</param>
/// <param name="File">Which file.</param>
/// <param name="Line">Where it starts, from 1.</param>
/// <param name="Column">Where it starts, in UTF-16 code units from 1.</param>
/// <param name="EndLine">Where it ends, from 1.</param>
/// <param name="EndColumn">Behind its last code unit, from 1.</param>
internal sealed record DiagnosticJson(string Severity, string Message, string? Help, string? File, int Line, int Column, int EndLine, int EndColumn)
{
    public static DiagnosticJson Of(Diagnostic diagnostic)
    {
        (int line, int column) = diagnostic.Source.GetPosition(diagnostic.Span.Start);
        (int endLine, int endColumn) = diagnostic.Source.GetPosition(diagnostic.Span.End);
        return new DiagnosticJson(
            diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning",
            diagnostic.Message,
            diagnostic.Help,
            diagnostic.Source.Name,
            line,
            column,
            endLine,
            endColumn);
    }
}
