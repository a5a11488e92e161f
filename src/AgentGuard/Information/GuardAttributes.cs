namespace AgentGuard;

/// <summary>Attributes of principals that the guard alone writes.</summary>
internal static class GuardAttributes
{
    /// <summary>What the host verified about a hop: scopes, audience, issuer.</summary>
    public const string Claims = "claims";

    /// <summary>The names of the grants that hold for this call, right now.</summary>
    public const string Grants = "grants";
}
