using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>A yes that was given. Whether it still counts is found out again when the call is released.</summary>
/// <param name="Approver">Who said yes: an approver outside the chain, or the root user.</param>
/// <param name="At">When.</param>
public sealed record ApprovalYes(EntityUid Approver, DateTimeOffset At);
