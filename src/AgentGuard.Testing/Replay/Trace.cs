namespace AgentGuard.Testing;

/// <summary>One recorded conversation: what the user said, what the model called, and what came back. See docs/replay.md for the form.</summary>
/// <param name="Id">Its name, to find it again.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record Trace(string Id, IReadOnlyList<TraceEvent> Events)
{
    /// <summary>Whether somebody attacked in it.</summary>
    public bool IsAttack { get; init; }

    /// <summary>Whether the attack calls tools; one that is after what the model says only is none that a guard of calls could stop.</summary>
    public bool AttackCalls { get; init; }
}
