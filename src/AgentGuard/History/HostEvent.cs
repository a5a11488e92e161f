using System.Collections.ObjectModel;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Something that happened outside of the guard, such as a login or a deploy freeze, for history facts to count and temporal conditions to ask for.</summary>
/// <param name="Kind">What: a name of letters, digits and underscores that is none of <see cref="HistoryEventKinds"/>.</param>
public sealed record HostEvent(string Kind)
{
    /// <summary>Whose data it is about; null for no tenant. Where <see cref="Session"/> is set, that session's tenant counts.</summary>
    public string? Tenant
    {
        get => Session is { } session ? session.Tenant : field;
        init;
    }

    /// <summary>In which session it happened; needed by facts whose key is <c>session</c>, and by temporal conditions.</summary>
    public GuardSession? Session { get; init; }

    /// <summary>Who stands at the root of the calls that it counts for; needed by facts whose key is <c>principal</c>.</summary>
    public EntityUid? Principal
    {
        get => field ?? Session?.Root;
        init;
    }

    /// <summary>Which agent it is about; needed by facts whose key is <c>agent</c>.</summary>
    public EntityUid? Agent { get; init; }

    /// <summary>What facts and conditions may name: text, whole numbers, booleans and entities.</summary>
    public IReadOnlyDictionary<string, Value> Fields { get; init; } = ReadOnlyDictionary<string, Value>.Empty;
}
