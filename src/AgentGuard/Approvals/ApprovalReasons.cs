namespace AgentGuard;

/// <summary>The reasons for which a yes, a no or an edit is not taken, as they stand in <see cref="ApprovalOutcome.Reason"/>.</summary>
public static class ApprovalReasons
{
    /// <summary>There is no such request, or it was over long ago.</summary>
    public const string UnknownRequest = "unknown-request";

    /// <summary>The request's time is over.</summary>
    public const string Expired = "expired";

    /// <summary>The call was already released.</summary>
    public const string Consumed = "consumed";

    /// <summary>Somebody said no.</summary>
    public const string Refused = "refused";

    /// <summary>Another request took its place: <see cref="ApprovalRequest.SupersededBy"/>.</summary>
    public const string Superseded = "superseded";

    /// <summary>Only a user can answer.</summary>
    public const string NotAUser = "not-a-user";

    /// <summary>The approver is in the chain that asks.</summary>
    public const string ApproverInChain = "approver-in-chain";

    /// <summary>The approver edited the arguments.</summary>
    public const string ApproverIsEditor = "approver-is-editor";

    /// <summary>The approver is revoked.</summary>
    public const string Revoked = "revoked";

    /// <summary>The approver is in none of the groups that are asked.</summary>
    public const string NotInGroup = "not-in-group";

    /// <summary>No policy lets the approver approve this, or one forbids it.</summary>
    public const string NotPermitted = "not-permitted";

    /// <summary>Nobody's approval is asked for, only the root user's confirmation.</summary>
    public const string NothingToApprove = "nothing-to-approve";

    /// <summary>No confirmation is asked for.</summary>
    public const string NothingToConfirm = "nothing-to-confirm";

    /// <summary>Only the user at the root of the chain can confirm.</summary>
    public const string NotTheRootUser = "not-the-root-user";

    /// <summary>The call was held by another process, or too long ago: it can be approved or refused as it is.</summary>
    public const string NotEditable = "not-editable";

    internal static string? Closed(ApprovalState state) => state switch
    {
        ApprovalState.Pending or ApprovalState.Approved => null,
        ApprovalState.Refused => Refused,
        ApprovalState.Consumed => Consumed,
        ApprovalState.Superseded => Superseded,
        _ => Expired,
    };
}
