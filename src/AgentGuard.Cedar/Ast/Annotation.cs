using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Ast;

/// <summary>An annotation of a policy, <c>@name("value")</c>. Cedar gives it no meaning.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value, unescaped; empty where none was written.</param>
/// <param name="Span">Where it stands in the source.</param>
public sealed record Annotation(string Name, string Value, SourceSpan Span);
