namespace AgentGuard.Cedar.Diagnostics;

/// <summary>Something to say about a place in a text. Its form is that of the Cedar style guide: lower case, no full stop, the user's text in backticks.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">What is wrong, one line.</param>
/// <param name="Source">The text.</param>
/// <param name="Span">The place in it.</param>
/// <param name="Help">What to do about it, one line; null where there is nothing to suggest.</param>
public sealed record Diagnostic(DiagnosticSeverity Severity, string Message, SourceText Source, SourceSpan Span, string? Help = null)
{
    /// <summary>The diagnostic for a terminal: position, the offending line, a caret under the place, help. No colour; control characters are escaped.</summary>
    /// <returns>Several lines, separated by <c>\n</c>, without one at the end.</returns>
    public string Render() => DiagnosticRenderer.Render(this);

    /// <summary>The diagnostic on one line, as <c>name:line:column: error: message</c>.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => $"{DiagnosticRenderer.Position(this)}: {DiagnosticRenderer.Heading(this)}";
}
