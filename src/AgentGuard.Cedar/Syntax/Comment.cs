namespace AgentGuard.Cedar.Syntax;

/// <summary>A comment, from its slashes to the end of its line.</summary>
/// <param name="Text">The text, the slashes included.</param>
/// <param name="IsApart">Whether an empty line stands between it and what comes before it.</param>
internal readonly record struct Comment(string Text, bool IsApart);
