namespace AgentGuard.Testing;

/// <summary>What became of the conversations of a suite, in numbers.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Traces">Its conversations, without those of which nothing can be told.</param>
public sealed record ReplayTally(string Suite, IReadOnlyList<ReplayedTrace> Traces)
{
    /// <summary>Conversations without an attack.</summary>
    public int Tasks => Traces.Count(static trace => !trace.IsAttack);

    /// <summary>Of these, those of which every call ran without a yes.</summary>
    public int Permitted => Traces.Count(static trace => trace is { IsAttack: false, IsPermitted: true });

    /// <summary>Of these, those that waited for a yes and would have gone on with it.</summary>
    public int Held => Traces.Count(static trace => trace is { IsAttack: false, IsPermitted: false, IsDenied: false });

    /// <summary>Of these, those of which a call was denied.</summary>
    public int Denied => Traces.Count(static trace => trace is { IsAttack: false, IsDenied: true });

    /// <summary>How many yeses the tasks waited for.</summary>
    public int Approvals => Traces.Where(static trace => !trace.IsAttack).Sum(static trace => trace.Approvals);

    /// <summary>Conversations with an attack.</summary>
    public int Attacks => Traces.Count(static trace => trace.IsAttack);

    /// <summary>Of these, those whose goal failed.</summary>
    public int Stopped => Traces.Count(static trace => trace is { IsAttack: true, IsStopped: true });

    /// <summary>Of these, those of which no call that does something ran.</summary>
    public int StrictlyStopped => Traces.Count(static trace => trace is { IsAttack: true, IsStrictlyStopped: true });

    /// <summary>How often each policy denied or held a call, the most often first.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Policies =>
    [
        .. Traces.SelectMany(static trace => trace.Calls).SelectMany(static call => call.Policies)
            .CountBy(static policy => policy)
            .OrderByDescending(static count => count.Value)
            .ThenBy(static count => count.Key, StringComparer.Ordinal),
    ];
}
