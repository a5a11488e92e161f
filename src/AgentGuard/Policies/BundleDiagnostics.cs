using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>What is wrong with the files of one bundle, up to a limit.</summary>
internal sealed class BundleDiagnostics
{
    private const int Limit = 100;

    private readonly List<Diagnostic> _diagnostics = [];

    public IReadOnlyList<Diagnostic> All => _diagnostics;

    public bool HasErrors { get; private set; }

    public void Add(Diagnostic diagnostic)
    {
        bool isError = diagnostic.Severity == DiagnosticSeverity.Error;
        // A hundred warnings must not hide the first error.
        if (_diagnostics.Count < Limit || (isError && !HasErrors))
        {
            _diagnostics.Add(diagnostic);
        }

        HasErrors |= isError;
    }

    public void Error(SourceText source, SourceSpan span, string message, string? help = null) =>
        Add(new Diagnostic(DiagnosticSeverity.Error, message, source, span, help));

    public void Warning(SourceText source, SourceSpan span, string message, string? help = null) =>
        Add(new Diagnostic(DiagnosticSeverity.Warning, message, source, span, help));

    /// <summary>An error about a file as a whole, or about one that is not there.</summary>
    public void FileError(string file, string message, string? help = null) =>
        Error(new SourceText("", file), default, message, help);
}
