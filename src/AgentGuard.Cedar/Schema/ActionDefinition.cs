using AgentGuard.Cedar.Schema.Types;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema;

/// <summary>An action.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Principals">The types of principals that it applies to, each once.</param>
/// <param name="Resources">The types of resources that it applies to, each once.</param>
/// <param name="Context">The type of its context.</param>
/// <param name="Parents">The actions that it is in directly.</param>
/// <param name="Ancestors">The actions that it is in, directly or not.</param>
internal sealed record ActionDefinition(
    EntityUid Uid,
    IReadOnlySet<string> Principals,
    IReadOnlySet<string> Resources,
    RecordType Context,
    IReadOnlyCollection<EntityUid> Parents,
    IReadOnlySet<EntityUid> Ancestors);
