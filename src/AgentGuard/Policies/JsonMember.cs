using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>A member of a JSON object.</summary>
internal sealed record JsonMember(string Name, SourceSpan NameSpan, JsonItem Value);
