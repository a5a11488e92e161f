using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The yes of somebody: asking for it, finding it again, and what changes where an approver edits the call.</summary>
internal sealed partial class CallDecision
{
    /// <summary>
    /// Decides a held call with the arguments of an approver, for the chain and for all who edited it, and writes down what a yes would be bound to.
    /// The run that made the call may be over: a later one of the same chain carries it on, and is decided itself.
    /// </summary>
    /// <returns>The decision, and where it is no denial the draft.</returns>
    public async ValueTask<(DecisionContent Content, ApprovalDraft? Draft)> DraftAsync(IReadOnlyList<EntityUid> editors, CancellationToken cancellationToken)
    {
        Denial? denial = CallPreparation.TryFit(request, request.Scope!, bundle, guard.Options, out _call)
            ?? await FindRevocationAsync(editors, cancellationToken).ConfigureAwait(false);
        if (denial is not null)
        {
            return (DecisionContent.Deny(denial), null);
        }

        _information = await guard.Information.GatherAsync(_call!, cancellationToken).ConfigureAwait(false);
        await guard.Recording.RegisterAsync(bundle, cancellationToken).ConfigureAwait(false);
        SessionHistory history = await guard.History.ReadAsync(_call!.SessionKey, cancellationToken)
            .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        DecisionContent content = await SettleAsync([.. _call.Scope.Chain.Principals, .. editors], history, DecisionPurpose.Look, cancellationToken).ConfigureAwait(false);
        content = RequireConfirmer(content);
        return content.Effect == DecisionEffect.Deny
            ? (content, null)
            : (content, ApprovalDrafts.For(_call, [.. content.Obligations.OfType<ApprovalObligation>()], editors, guard.Options));
    }

    /// <summary>Steps 5 and 6: a call that a yes covers goes on, decided a moment ago with today's facts; any other is held.</summary>
    private async ValueTask<DecisionContent> ReleaseOrHoldAsync(
        DecisionContent content, IReadOnlyList<EntityUid> editors, DecisionPurpose purpose, CancellationToken cancellationToken)
    {
        List<ApprovalObligation> needed = content.Obligations.Count == 0 ? [] : [.. content.Obligations.OfType<ApprovalObligation>()];
        if (needed.Count == 0 && editors.Count == 0)
        {
            return content;
        }

        content = RequireConfirmer(content);
        if (content.Effect == DecisionEffect.Deny)
        {
            return content;
        }

        ApprovalDraft draft = ApprovalDrafts.For(_call!, needed, editors, guard.Options);
        ApprovalRequest? given = await guard.Approvals.FindReleasableAsync(draft.Digest, cancellationToken)
            .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        if (given is not null && await guard.Approvals.CoversAsync(given, draft, cancellationToken)
            .Within(guard.Options, cancellationToken).ConfigureAwait(false))
        {
            return content with { Approval = given };
        }

        ApprovalRequest? asked = await (purpose == DecisionPurpose.Explain ? guard.Approvals.FindHoldingAsync(draft, cancellationToken) : HoldAsync())
            .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        return asked is { State: ApprovalState.Refused }
            ? content.Denied(DenyReasons.ApprovalRefused, $"{asked.Id} was refused by {asked.RefusedBy}", "the request for approval was refused") with { Approval = asked }
            : content with { Effect = DecisionEffect.RequireApproval, Approval = asked };

        async ValueTask<ApprovalRequest?> HoldAsync()
        {
            ApprovalRequest made = await guard.Approvals.HoldAsync(draft, given, cancellationToken).ConfigureAwait(false);
            guard.Held.Remember(request.Tool, _call!.Scope, made);
            return made;
        }
    }

    /// <summary>A confirmation is the root user's: where the root is none, nobody can give it.</summary>
    private DecisionContent RequireConfirmer(DecisionContent content) =>
        !Principal.IsUser(_call!.Scope.Chain.Root.Principal)
        && content.Obligations.OfType<ApprovalObligation>().FirstOrDefault(static obligation => obligation.IsConfirmation) is { } confirmation
            ? content.Denied(DenyReasons.UndischargedObligation, $"{confirmation.Source.PolicyId} asks the user to confirm, and there is none at the root")
            : content;

    private async ValueTask<Denial?> FindRevocationAsync(IReadOnlyList<EntityUid> editors, CancellationToken cancellationToken) =>
        ToDenial(await guard.Revocations.FindAsync(_call!.Scope, cancellationToken).Within(guard.Options, cancellationToken).ConfigureAwait(false)
            ?? (editors.Count == 0 ? null : await guard.Revocations.FindAsync(editors, cancellationToken).Within(guard.Options, cancellationToken).ConfigureAwait(false)));

    private static Denial? ToDenial(Revocation? revocation) =>
        revocation is null ? null : new Denial(DenyReasons.Revoked, $"{revocation.Target} is revoked: {revocation.Reason ?? "no reason given"}");

    private async ValueTask<IReadOnlyList<EntityUid>> FindEditorsAsync(CancellationToken cancellationToken) => request.ApprovalId is not { } id
        ? []
        : (await guard.Approvals.GetAsync(id, cancellationToken).Within(guard.Options, cancellationToken).ConfigureAwait(false))?.Editors ?? [];
}
