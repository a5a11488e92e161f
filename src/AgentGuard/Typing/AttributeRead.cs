using AgentGuard.Cedar.Ast;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>A place where a policy reads an attribute, or asks for one, on a path from a variable.</summary>
/// <param name="Variable">Where the path starts.</param>
/// <param name="Path">The names, the read one last; at least one.</param>
/// <param name="IsQuestion">Whether it is <c>has</c>.</param>
/// <param name="Span">Where it stands.</param>
internal sealed record AttributeRead(Variable Variable, string[] Path, bool IsQuestion, SourceSpan Span)
{
    /// <summary>As an author would write it.</summary>
    public string Text => $"{Variable.ToString().ToLowerInvariant()}.{string.Join('.', Path)}";
}
