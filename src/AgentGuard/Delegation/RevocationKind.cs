namespace AgentGuard;

/// <summary>What a revocation names.</summary>
public enum RevocationKind
{
    /// <summary>A principal, wherever in a chain.</summary>
    Principal,

    /// <summary>A session with all its chains.</summary>
    Session,

    /// <summary>One hop of one run, with every chain below it.</summary>
    Hop,
}
