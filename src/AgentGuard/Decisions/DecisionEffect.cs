namespace AgentGuard;

/// <summary>What a decision says. The default is the safe one.</summary>
public enum DecisionEffect
{
    /// <summary>The tool does not run.</summary>
    Deny,

    /// <summary>The tool does not run until somebody has said yes.</summary>
    RequireApproval,

    /// <summary>The tool runs, under the decision's obligations.</summary>
    Permit,
}
