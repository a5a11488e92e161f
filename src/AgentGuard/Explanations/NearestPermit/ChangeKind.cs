namespace AgentGuard;

/// <summary>How a place would be changed.</summary>
internal enum ChangeKind
{
    /// <summary>It gets the value.</summary>
    Set,

    /// <summary>The value is added to its set.</summary>
    Add,

    /// <summary>The value is taken out of its set.</summary>
    Remove,

    /// <summary>It is left out.</summary>
    Clear,

    /// <summary>It is there, with a value that another change gives it.</summary>
    Present,

    /// <summary>The principal is in the value, a group.</summary>
    Join,
}
