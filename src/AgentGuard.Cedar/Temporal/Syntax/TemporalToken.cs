using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Temporal.Syntax;

/// <summary>A token of a temporal condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a string what its escapes stand for.</param>
/// <param name="Span">Where it stands.</param>
internal readonly record struct TemporalToken(TemporalTokenKind Kind, string Text, SourceSpan Span)
{
    public bool Is(string text) => Kind is TemporalTokenKind.Symbol or TemporalTokenKind.Word && Text == text;
}
