namespace AgentGuard.Testing;

/// <summary>What became of a policy in the scenarios that were played.</summary>
public enum PolicyUse
{
    /// <summary>No question met its head: as far as the scenarios go, it could as well not be there.</summary>
    NeverConsidered,

    /// <summary>Questions met its head, and its conditions did not hold for any: it had no say.</summary>
    Considered,

    /// <summary>It was satisfied, and had its say in a decision; one that is being tried out would have had it.</summary>
    Decided,
}
