using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Validation;

/// <summary>Collects what there is to say about one policy, the same of a place only once: most is found again for each kind of request.</summary>
internal sealed class Findings(Policy policy)
{
    private const int Limit = 100;

    private readonly HashSet<(SourceSpan Span, string Message)> _known = [];
    private readonly List<Diagnostic> _found = [];

    public bool HasErrors { get; private set; }

    /// <summary>What was found, in the order of the text.</summary>
    public IEnumerable<Diagnostic> InOrder => _found.OrderBy(diagnostic => diagnostic.Span.Start);

    public void Error(SourceSpan span, string message, string? help = null) => Error(span, message, () => help);

    /// <summary>Adds an error whose help is looked for only if it is new: looking may cost more than finding the error did.</summary>
    public void Error(SourceSpan span, string message, Func<string?> help)
    {
        HasErrors = true;
        Add(DiagnosticSeverity.Error, span, message, help);
    }

    public void Warning(SourceSpan span, string message, string? help = null) => Add(DiagnosticSeverity.Warning, span, message, () => help);

    /// <summary>What stands at a place, cut where it is long.</summary>
    public string TextAt(SourceSpan span) => span.Length > 0 && span.End <= policy.Source.Text.Length ? Excerpt.Of(policy.Source.Text, span) : "…";

    private void Add(DiagnosticSeverity severity, SourceSpan span, string message, Func<string?> help)
    {
        if (_found.Count < Limit && _known.Add((span, message)))
        {
            _found.Add(new Diagnostic(severity, message, policy.Source, span, help()));
        }
    }
}
