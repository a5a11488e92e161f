namespace AgentGuard;

/// <summary>What became of a call.</summary>
public enum InvocationOutcome
{
    /// <summary>It was refused.</summary>
    Denied,

    /// <summary>It waits for a yes.</summary>
    Held,

    /// <summary>It was admitted; the tool runs, or ran and nothing more is known.</summary>
    Admitted,

    /// <summary>The tool returned.</summary>
    Succeeded,

    /// <summary>The tool failed, was cancelled or ran out of time after it had started: it may have acted.</summary>
    Unknown,

    /// <summary>It was admitted and gave its reservation back: the tool never started, or failed where the catalog says that a failure has no effect.</summary>
    Released,
}
