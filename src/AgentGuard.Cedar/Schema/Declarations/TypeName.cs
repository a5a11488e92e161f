using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>The name of a type as it was written: with namespaces or without.</summary>
internal readonly record struct TypeName(string Name, SourceSpan Span)
{
    /// <summary>Whether it was written without namespaces.</summary>
    public bool IsPlain => !Name.Contains("::", StringComparison.Ordinal);
}
