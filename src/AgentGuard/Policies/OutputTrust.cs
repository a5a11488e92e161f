namespace AgentGuard;

/// <summary>Whether what a tool returns may be believed.</summary>
public enum OutputTrust
{
    /// <summary>Anybody may have written it. What the catalog says nothing about is untrusted.</summary>
    Untrusted,

    /// <summary>The deployer vouches for it.</summary>
    Trusted,
}
