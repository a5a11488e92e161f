using System.Collections;

namespace AgentGuard.Cedar.Diagnostics;

/// <summary>Collects what is wrong with one text, up to a limit: a megabyte of semicolons must not become a million errors.</summary>
internal sealed class DiagnosticBag(SourceText source) : IReadOnlyList<Diagnostic>
{
    private const int Limit = 100;

    private readonly List<Diagnostic> _diagnostics = [];

    public int Count => _diagnostics.Count;

    /// <summary>Whether nothing more is taken.</summary>
    public bool IsFull => _diagnostics.Count >= Limit;

    /// <summary>How many of them refuse the text.</summary>
    public int Errors { get; private set; }

    public Diagnostic this[int index] => _diagnostics[index];

    public void Error(SourceSpan span, string message, string? help = null)
    {
        Errors++;
        Add(DiagnosticSeverity.Error, span, message, help);
    }

    public void Warning(SourceSpan span, string message, string? help = null) => Add(DiagnosticSeverity.Warning, span, message, help);

    public IEnumerator<Diagnostic> GetEnumerator() => _diagnostics.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(DiagnosticSeverity severity, SourceSpan span, string message, string? help)
    {
        if (!IsFull)
        {
            _diagnostics.Add(new Diagnostic(severity, message, source, span, help));
        }
    }
}
