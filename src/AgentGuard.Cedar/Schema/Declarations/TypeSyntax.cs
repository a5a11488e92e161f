using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>A type as it was written. The hierarchy is closed.</summary>
internal abstract record TypeSyntax
{
    private protected TypeSyntax(SourceSpan span) => Span = span;

    public SourceSpan Span { get; }
}
