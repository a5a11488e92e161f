namespace AgentGuard;

/// <summary>What kind of thing would have to be another for a call to pass, the most easily changed first.</summary>
internal enum PlaceKind
{
    /// <summary>An argument, or what stands in one.</summary>
    Argument,

    /// <summary>Who has named the value of an argument.</summary>
    Origin,

    /// <summary>An attribute of a principal, or the groups that it is in.</summary>
    Principal,

    /// <summary>What the host says of the session.</summary>
    Session,

    /// <summary>What the host and information points say of where it runs.</summary>
    Environment,
}
