namespace AgentGuard.Cedar.Ast;

/// <summary>What a satisfied policy does.</summary>
public enum Effect
{
    /// <summary>It lets the request through, unless a forbid is satisfied too.</summary>
    Permit,

    /// <summary>It stops the request, whatever permits say.</summary>
    Forbid,
}
