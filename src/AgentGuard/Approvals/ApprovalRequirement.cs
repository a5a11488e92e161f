namespace AgentGuard;

/// <summary>What one conditional forbid wants before it is lifted.</summary>
/// <param name="PolicyId">The forbid's <c>@id</c>, or file and line.</param>
/// <param name="TextHash">SHA-256 of the forbid's text, macros and all, in lower-case hex: a yes to another text is no answer.</param>
/// <param name="Group">The id of the <c>Group</c> that approvers are in; null where the root user confirms.</param>
/// <param name="Quorum">How many different people must say yes, at least 1.</param>
/// <param name="Advice">The forbid's <c>@advice</c>.</param>
public sealed record ApprovalRequirement(string PolicyId, string TextHash, string? Group, int Quorum, string? Advice)
{
    /// <summary>Whether it is the root user's own yes that is asked for.</summary>
    public bool IsConfirmation => Group is null;

    internal static ApprovalRequirement From(ApprovalObligation obligation) => new(
        obligation.Source.PolicyId,
        obligation.Source.TextHash,
        obligation.Group,
        obligation.Quorum,
        obligation.Source.Advice);
}
