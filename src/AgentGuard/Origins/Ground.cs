namespace AgentGuard;

/// <summary>What speaks for a value, the best first: of several that do, the best counts.</summary>
internal enum Ground
{
    /// <summary>It stands in the user's own words.</summary>
    User,

    /// <summary>It stands in the host's instructions.</summary>
    Host,

    /// <summary>It stands in output that the catalog trusts.</summary>
    Trusted,

    /// <summary>It is the whole of an output field to which the catalog gives the same role.</summary>
    Field,

    /// <summary>It stands somewhere in a text that nobody vouches for.</summary>
    Text,

    /// <summary>The session has not seen it.</summary>
    Nowhere,
}
