using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Whose history it is. A session id alone opens nothing: it is bound to its tenant and its root.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Tenant">Its tenant; null for none.</param>
/// <param name="Root">The root of its delegation chains.</param>
public sealed record SessionKey(string SessionId, string? Tenant, EntityUid Root);
