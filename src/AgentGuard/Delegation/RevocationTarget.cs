using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What is revoked, or may be.</summary>
/// <param name="Kind">What the value names.</param>
/// <param name="Value">A uid as Cedar writes it, a session id or a hop id; compared ordinally.</param>
public sealed record RevocationTarget(RevocationKind Kind, string Value)
{
    /// <summary>A principal in every tenant: a person who left, an agent that nobody owns, a workload whose key leaked.</summary>
    /// <param name="principal">The principal.</param>
    /// <returns>The target.</returns>
    public static RevocationTarget Principal(EntityUid principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return new RevocationTarget(RevocationKind.Principal, principal.ToString());
    }

    /// <summary>A session.</summary>
    /// <param name="id"><see cref="GuardSession.Id"/>.</param>
    /// <returns>The target.</returns>
    public static RevocationTarget Session(string id) => new(RevocationKind.Session, NotEmpty(id));

    /// <summary>A hop, and with it every chain that it is in.</summary>
    /// <param name="id"><see cref="AgentGuard.Hop.Id"/>.</param>
    /// <returns>The target.</returns>
    public static RevocationTarget Hop(string id) => new(RevocationKind.Hop, NotEmpty(id));

    private static string NotEmpty(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return id;
    }
}
