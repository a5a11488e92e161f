namespace AgentGuard.Testing;

/// <summary>What became of one recorded call.</summary>
/// <param name="Id">The recording's id of it.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Effect">What was decided.</param>
/// <param name="Reason">Why it was denied, one of <see cref="DenyReasons"/>; null where it was not.</param>
/// <param name="Policies">The policies that denied or held it, by their ids.</param>
public sealed record ReplayedCall(string Id, ToolId Tool, DecisionEffect Effect, string? Reason, IReadOnlyList<string> Policies)
{
    /// <summary>Whether somebody made the model call it who had no business to.</summary>
    public bool IsAttack { get; init; }

    /// <summary>Whether the attacker's goal fails without it.</summary>
    public bool IsNecessary { get; init; }

    /// <summary>Whether the tool does something: its catalog does not say that it only looks, with the group <c>read_only</c>.</summary>
    public bool ChangesSomething { get; init; }

    /// <summary>Whether it ran.</summary>
    public bool IsPermitted => Effect == DecisionEffect.Permit;
}
