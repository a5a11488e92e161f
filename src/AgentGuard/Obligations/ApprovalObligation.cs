namespace AgentGuard;

/// <summary><c>@approval("group")</c>: a yes of people outside the delegation chain. <c>@confirm</c>: the root user's own.</summary>
public sealed class ApprovalObligation : Obligation
{
    internal ApprovalObligation(ObligationSource source, string? group, int quorum, TimeSpan? lifetime)
        : base(source)
    {
        Group = group;
        Quorum = quorum;
        Lifetime = lifetime;
    }

    /// <summary>The id of the <c>Group</c> that approvers are in; null where the root user confirms.</summary>
    public string? Group { get; }

    /// <summary>How many different people must say yes, at least 1.</summary>
    public int Quorum { get; }

    /// <summary>From creation of the request to the use of its approval; null for <see cref="AgentGuardOptions.ApprovalLifetime"/>.</summary>
    public TimeSpan? Lifetime { get; }

    /// <summary>Whether it is the root user's own yes that is asked for.</summary>
    public bool IsConfirmation => Group is null;
}
