using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What approvals ask the guard: today's bundle and today's facts know the answers. What throws accepts nothing.</summary>
internal interface IApprovalAuthority
{
    /// <summary>Entities among which the approver stands as policies see him now, with all groups that he is in.</summary>
    ValueTask<IEntitySource> GetEntitiesAsync(ApprovalRequest request, EntityUid approver, CancellationToken cancellationToken);

    /// <summary>Whether policy lets an approver, as he stands among these entities, answer for a group: <c>Action::"agentguard.approve"</c> on what the call acts on.</summary>
    ValueTask<bool> MayApproveAsync(ApprovalRequest request, string group, EntityUid approver, IEntitySource entities, CancellationToken cancellationToken);

    /// <summary>Decides a held call again with other arguments and one more editor, whom it counts as part of the chain.</summary>
    ValueTask<ApprovalEdit> EditAsync(ApprovalRequest request, ToolArguments arguments, EntityUid editor, CancellationToken cancellationToken);
}
