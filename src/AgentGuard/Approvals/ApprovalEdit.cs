namespace AgentGuard;

/// <summary>What an edit of a held call would ask for, or why it cannot be made.</summary>
internal sealed class ApprovalEdit
{
    private ApprovalEdit(ApprovalDraft? draft, string? reason)
    {
        Draft = draft;
        Reason = reason;
    }

    public ApprovalDraft? Draft { get; }

    public string? Reason { get; }

    public static ApprovalEdit Asks(ApprovalDraft draft) => new(draft, null);

    public static ApprovalEdit Denied(string reason) => new(null, reason);
}
