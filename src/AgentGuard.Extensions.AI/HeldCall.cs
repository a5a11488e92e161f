namespace AgentGuard.Extensions.AI;

/// <summary>What a held call's <c>ToolApprovalRequestContent</c> carries in its additional properties, for the application to show.</summary>
public static class HeldCall
{
    /// <summary>The guard's request, to be given to <see cref="Approvals.ApproveAsync"/> with an authenticated approver.</summary>
    public const string ApprovalId = "agentguard.approval.id";

    /// <summary>Why the call is held, in the words of the policies' advice.</summary>
    public const string Text = "agentguard.text";

    /// <summary>Until when the request can be answered and used, a <see cref="DateTimeOffset"/>.</summary>
    public const string ExpiresAt = "agentguard.approval.expires_at";
}
