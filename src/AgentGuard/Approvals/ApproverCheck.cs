using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Whose yes counts for what, now. Asked when a yes is given, and again when it is used.</summary>
internal sealed class ApproverCheck(IApprovalAuthority authority, Revocations revocations)
{
    /// <summary>Whether everything that is asked for was given, by people who may still give it.</summary>
    public async ValueTask<bool> IsMetAsync(
        ApprovalRequest request,
        IReadOnlyList<ApprovalRequirement> requirements,
        CancellationToken cancellationToken)
    {
        foreach (ApprovalRequirement requirement in requirements)
        {
            if (!await IsMetAsync(request, requirement, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why an approver's yes counts for none of the groups that are asked; null where it counts for one.</summary>
    public async ValueTask<string?> WhyNotAsync(ApprovalRequest request, EntityUid approver, CancellationToken cancellationToken)
    {
        string reason = ApprovalReasons.NothingToApprove;
        foreach (string group in request.Requirements.Select(requirement => requirement.Group).OfType<string>().Distinct())
        {
            string? why = await WhyNotAsync(request, group, approver, cancellationToken).ConfigureAwait(false);
            if (why is null)
            {
                return null;
            }

            // A member whom policy does not let is told so, whatever other groups say.
            reason = reason == ApprovalReasons.NotPermitted ? reason : why;
        }

        return reason;
    }

    /// <summary>Why somebody cannot confirm; null where he can.</summary>
    public static string? WhyNotConfirm(ApprovalRequest request, EntityUid user) => request switch
    {
        _ when !Principal.IsUser(user) => ApprovalReasons.NotAUser,
        _ when !user.Equals(request.Root) => ApprovalReasons.NotTheRootUser,
        _ when !request.Requirements.Any(requirement => requirement.IsConfirmation) => ApprovalReasons.NothingToConfirm,
        _ => null,
    };

    private async ValueTask<bool> IsMetAsync(ApprovalRequest request, ApprovalRequirement requirement, CancellationToken cancellationToken)
    {
        HashSet<EntityUid> counted = [];
        foreach (ApprovalYes yes in request.Yeses)
        {
            string? why = requirement.Group is { } group
                ? await WhyNotAsync(request, group, yes.Approver, cancellationToken).ConfigureAwait(false)
                : await WhyNotStillAsync(request, yes.Approver, cancellationToken).ConfigureAwait(false);
            if (why is null)
            {
                counted.Add(yes.Approver);
            }
        }

        return counted.Count >= Math.Max(1, requirement.Quorum);
    }

    private async ValueTask<string?> WhyNotStillAsync(ApprovalRequest request, EntityUid user, CancellationToken cancellationToken) =>
        WhyNotConfirm(request, user)
        ?? (await revocations.IsRevokedAsync(user, cancellationToken).ConfigureAwait(false) ? ApprovalReasons.Revoked : null);

    private async ValueTask<string?> WhyNotAsync(ApprovalRequest request, string group, EntityUid approver, CancellationToken cancellationToken)
    {
        if (!Principal.IsUser(approver))
        {
            return ApprovalReasons.NotAUser;
        }

        if (request.Chain.Contains(approver))
        {
            return ApprovalReasons.ApproverInChain;
        }

        if (request.Editors.Contains(approver))
        {
            return ApprovalReasons.ApproverIsEditor;
        }

        if (await revocations.IsRevokedAsync(approver, cancellationToken).ConfigureAwait(false))
        {
            return ApprovalReasons.Revoked;
        }

        IEntitySource entities = await authority.GetEntitiesAsync(request, approver, cancellationToken).ConfigureAwait(false);
        if (!entities.TryGetEntity(approver, out Entity? person) || !person.IsDescendantOf(Principal.Group(group)))
        {
            return ApprovalReasons.NotInGroup;
        }

        return await authority.MayApproveAsync(request, group, approver, entities, cancellationToken).ConfigureAwait(false)
            ? null
            : ApprovalReasons.NotPermitted;
    }
}
