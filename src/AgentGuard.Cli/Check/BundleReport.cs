using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cli.Check;

/// <summary>What was found in one folder, and done about it.</summary>
/// <param name="Folder">The folder, as it was typed.</param>
/// <param name="Bundle">What the files make; null where one of them refuses it.</param>
/// <param name="Diagnostics">Errors and warnings.</param>
internal sealed record BundleReport(string Folder, PolicyBundle? Bundle, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>What is not there, and what that means.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The pins that were written.</summary>
    public IReadOnlyList<CatalogPin> Pins { get; init; } = [];

    /// <summary>The manifest that was written; null where none was.</summary>
    public ManifestChange? Manifest { get; init; }

    public int Errors => Diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    public int Warnings => Diagnostics.Count(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);
}
