using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>A policy bundle is refused. The message names every error with file, line, column and help.</summary>
public sealed class PolicyBundleException : Exception
{
    internal PolicyBundleException(string folder, IReadOnlyList<Diagnostic> diagnostics)
        : base(Describe(folder, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>What is wrong, warnings included.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }

    /// <summary>The first error on one line, and how many follow.</summary>
    internal string Summary
    {
        get
        {
            List<Diagnostic> errors = [.. Errors(Diagnostics)];
            return errors.Count == 1 ? errors[0].ToString() : FormattableString.Invariant($"{errors[0]} (and {errors.Count - 1} more)");
        }
    }

    private static IEnumerable<Diagnostic> Errors(IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static string Describe(string folder, IReadOnlyList<Diagnostic> diagnostics) =>
        $"the policy bundle `{folder}` is refused\n" + string.Join('\n', Errors(diagnostics).Select(static error => error.Render()));
}
