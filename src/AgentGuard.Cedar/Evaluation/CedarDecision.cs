namespace AgentGuard.Cedar.Evaluation;

/// <summary>What Cedar answers. The default is to deny.</summary>
public enum CedarDecision
{
    /// <summary>A forbid is satisfied, or no permit is.</summary>
    Deny,

    /// <summary>A permit is satisfied and no forbid is.</summary>
    Allow,
}
