using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Whose events count together: which partition a key means for one call.</summary>
internal static class FactKeys
{
    public const string Session = "session";
    public const string Principal = "principal";
    public const string Tenant = "tenant";
    public const string PrincipalAttribute = "principal.";

    private const string Agent = "agent";
    private const string SessionAttribute = "session.";

    /// <summary>The keys without an attribute.</summary>
    public static IReadOnlyList<string> Plain { get; } = [Session, Principal, Agent, Tenant];

    public static bool IsKey(string key) =>
        Plain.Contains(key)
        || (key.StartsWith(SessionAttribute, StringComparison.Ordinal) && EventValues.IsName(key[SessionAttribute.Length..]))
        || (key.StartsWith(PrincipalAttribute, StringComparison.Ordinal) && EventValues.IsName(key[PrincipalAttribute.Length..]));

    /// <summary>The partition of a call.</summary>
    /// <param name="key">The key.</param>
    /// <param name="scope">Who acts.</param>
    /// <param name="entities">What is verified about the root; null where that is not known yet.</param>
    /// <returns>Null where the attribute is absent, or neither text, number nor entity.</returns>
    public static HistoryPartition? Of(string key, AgentScope scope, IEntitySource? entities)
    {
        GuardSession session = scope.Session;
        EntityUid root = scope.Chain.Root.Principal;
        string? id = key switch
        {
            Session => session.Id,
            Principal => root.ToString(),
            Agent => scope.Chain.Acting.Principal.ToString(),
            Tenant => "",
            _ when key.StartsWith(SessionAttribute, StringComparison.Ordinal) => Text(session.Attributes, key[SessionAttribute.Length..]),
            _ => entities is not null && entities.TryGetEntity(root, out Entity? known) ? Text(known.Attributes, key[PrincipalAttribute.Length..]) : null,
        };
        return id is null ? null : new HistoryPartition(key, session.Tenant, id);
    }

    /// <summary>The partition of an event of the host's.</summary>
    /// <returns>Null where the host did not say what the key asks for.</returns>
    public static HistoryPartition? Of(string key, HostEvent happened) => key switch
    {
        Session => happened.Session is { } session ? new HistoryPartition(key, session.Tenant, session.Id) : null,
        Principal => happened.Principal is { } principal ? new HistoryPartition(key, happened.Tenant, principal.ToString()) : null,
        Agent => happened.Agent is { } agent ? new HistoryPartition(key, happened.Tenant, agent.ToString()) : null,
        Tenant => new HistoryPartition(key, happened.Tenant, ""),
        _ when key.StartsWith(SessionAttribute, StringComparison.Ordinal) && happened.Session is { } session && Text(session.Attributes, key[SessionAttribute.Length..]) is { } id =>
            new HistoryPartition(key, session.Tenant, id),
        _ => null,
    };

    private static string? Text(CedarRecord attributes, string name) =>
        attributes.TryGetValue(name, out Value value) && value.Kind is ValueKind.String or ValueKind.Long or ValueKind.Entity ? value.ToString() : null;
}
