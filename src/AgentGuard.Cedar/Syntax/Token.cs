using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Syntax;

/// <summary>A word of the language.</summary>
internal readonly record struct Token(TokenKind Kind, SourceSpan Span)
{
    /// <summary>Whether it is an identifier or a reserved word, which annotations may use as a name.</summary>
    public bool IsWord => Kind is >= TokenKind.Identifier and <= TokenKind.Like;
}
