namespace AgentGuard;

/// <summary>What a decision is made for, and so what it may leave behind.</summary>
internal enum DecisionPurpose
{
    /// <summary>Nothing is discharged, reserved, used up, held or written down: somebody wants to know why.</summary>
    Explain,

    /// <summary>The same, but for a request for a yes where one is missing.</summary>
    Look,

    /// <summary>The call is to run: what it needs is discharged and reserved.</summary>
    Commit,
}
