using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Schema.Declarations;

/// <summary>A reference to an action.</summary>
/// <param name="Type">Its type as it was written; null for <c>Action</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Span">Where it stands.</param>
internal sealed record ActionReference(string? Type, string Id, SourceSpan Span);
