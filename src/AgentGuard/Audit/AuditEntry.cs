namespace AgentGuard;

/// <summary>One line of the audit log: a decision, or what became of an admitted call. It holds no argument and no result.</summary>
public sealed record AuditEntry
{
    /// <summary>When, by the guard's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>What was decided, or what became of the call.</summary>
    public required InvocationOutcome Outcome { get; init; }

    /// <summary>The tool.</summary>
    public required ToolId Tool { get; init; }

    /// <summary>The runtime's id of the call.</summary>
    public required string CallId { get; init; }

    /// <summary>Root to acting agent, as <c>User::"alice" → Agent::"bot"</c>; empty where nobody was known.</summary>
    public required string Chain { get; init; }

    /// <summary>The session; null where nobody was known.</summary>
    public string? SessionId { get; init; }

    /// <summary>The tenant; null for none.</summary>
    public string? Tenant { get; init; }

    /// <summary>
    /// SHA-256 of the canonical arguments in lower-case hex; empty where they could not be read. Where an argument is sensitive it is an HMAC
    /// under a key of this process instead, which nobody can guess the argument from.
    /// </summary>
    public required string Digest { get; init; }

    /// <summary>The code of the reason for which the call was denied; see <see cref="DenyReasons"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>The approval request that holds or released the call.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>Name and version of the bundle.</summary>
    public required string Bundle { get; init; }

    /// <summary>The decision explained in full, for operators; empty for outcomes.</summary>
    public string Explanation
    {
        get => field ?? Explained?.Text ?? "";
        init;
    }

    /// <summary>Written out once somebody asks: most entries are never read.</summary>
    internal DecisionExplanation? Explained { get; init; }
}
