namespace AgentGuard.Cedar.Ast;

/// <summary>The pattern of <c>like</c>: literal pieces with a wildcard between each two of them.</summary>
/// <param name="Pieces">At least one piece, unescaped; <c>["a", "b", ""]</c> is <c>a*b*</c>.</param>
public sealed record Pattern(IReadOnlyList<string> Pieces);
