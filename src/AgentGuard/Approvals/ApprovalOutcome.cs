namespace AgentGuard;

/// <summary>Whether a yes, a no or an edit was taken.</summary>
public sealed class ApprovalOutcome
{
    private ApprovalOutcome(ApprovalRequest? request, string? reason)
    {
        Request = request;
        Reason = reason;
    }

    /// <summary>Whether it was taken.</summary>
    public bool IsAccepted => Reason is null;

    /// <summary>The request as it stands now, after an edit the new one; null where there is none.</summary>
    public ApprovalRequest? Request { get; }

    /// <summary>Why it was not taken: one of <see cref="ApprovalReasons"/> or, for an edit, of <see cref="DenyReasons"/>. Null where it was.</summary>
    public string? Reason { get; }

    internal static ApprovalOutcome Accept(ApprovalRequest request) => new(request, null);

    internal static ApprovalOutcome Reject(string reason, ApprovalRequest? request) => new(request, reason);

    /// <summary>What operators read.</summary>
    /// <returns>The request, and the reason where it was not taken.</returns>
    public override string ToString() => IsAccepted ? $"{Request}" : $"{Request} {Reason}".TrimStart();
}
