using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Answers to held calls. Whoever calls it vouches that the person was authenticated apart from the call, never from the text of a message.
/// A faulty store or policy throws, and nothing is accepted.
/// </summary>
public sealed partial class Approvals
{
    // A lost race means that somebody else's change was made, so only a store that refuses everything comes this far.
    private const int MaxAttempts = 1000;

    private readonly IApprovalStore _store;
    private readonly IApprovalAuthority _authority;
    private readonly ApproverCheck _check;
    private readonly TimeProvider _time;

    internal Approvals(IApprovalStore store, IApprovalAuthority authority, Revocations revocations, TimeProvider time)
    {
        _store = store;
        _authority = authority;
        _check = new ApproverCheck(authority, revocations);
        _time = time;
    }

    /// <summary>Finds a request.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The request as it stands now; null where there is none.</returns>
    public async ValueTask<ApprovalRequest?> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        ApprovalRequest? request = await _store.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return request?.At(_time.GetUtcNow());
    }

    /// <summary>Lists the requests that wait for an answer, those of every tenant.</summary>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Oldest first.</returns>
    public async ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ApprovalRequest> pending = await _store.ListPendingAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset now = _time.GetUtcNow();
        return [.. pending.Where(request => !request.IsOverAt(now))];
    }

    /// <summary>Lists the requests that a user could answer with a yes: what others may read of held calls.</summary>
    /// <param name="approver">The user whom the host authenticated.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Oldest first; a faulty policy throws.</returns>
    public async ValueTask<IReadOnlyList<ApprovalRequest>> ListPendingForAsync(EntityUid approver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(approver);
        List<ApprovalRequest> answerable = [];
        foreach (ApprovalRequest request in await ListPendingAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await _check.WhyNotAsync(request, approver, cancellationToken).ConfigureAwait(false) is null)
            {
                answerable.Add(request);
            }
        }

        return answerable;
    }

    /// <summary>
    /// A yes of somebody else. It counts for each group that the approver is in; a second yes of one person changes nothing.
    /// Everything that makes it count is checked again when the call is released.
    /// </summary>
    /// <param name="id">The request.</param>
    /// <param name="approver">The user whom the host authenticated.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was taken, and whether that was the last one missing.</returns>
    public ValueTask<ApprovalOutcome> ApproveAsync(string id, EntityUid approver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(approver);
        return ChangeAsync(
            id,
            async (request, now) => await _check.WhyNotAsync(request, approver, cancellationToken).ConfigureAwait(false) is { } why
                ? ApprovalOutcome.Reject(why, request)
                : await AddYesAsync(request, approver, now, cancellationToken).ConfigureAwait(false),
            cancellationToken);
    }

    /// <summary>The root user's own yes, for policies with <c>@confirm</c>. It never counts as an approval.</summary>
    /// <param name="id">The request.</param>
    /// <param name="user">The user at the root of the chain, as the host knows him.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was taken, and whether that was the last one missing.</returns>
    public ValueTask<ApprovalOutcome> ConfirmAsync(string id, EntityUid user, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(user);
        return ChangeAsync(
            id,
            async (request, now) => ApproverCheck.WhyNotConfirm(request, user) is { } why
                ? ApprovalOutcome.Reject(why, request)
                : await AddYesAsync(request, user, now, cancellationToken).ConfigureAwait(false),
            cancellationToken);
    }

    /// <summary>A no of somebody who could have approved, or of the root user. Until the request would have expired, the same call is denied.</summary>
    /// <param name="id">The request.</param>
    /// <param name="approver">The user whom the host authenticated.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Whether it was taken.</returns>
    public ValueTask<ApprovalOutcome> RefuseAsync(string id, EntityUid approver, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(approver);
        return ChangeAsync(
            id,
            async (request, _) =>
            {
                bool isRootUser = Principal.IsUser(approver) && approver.Equals(request.Root);
                string? why = isRootUser ? null : await _check.WhyNotAsync(request, approver, cancellationToken).ConfigureAwait(false);
                return why is null
                    ? ApprovalOutcome.Accept(request.Next() with { State = ApprovalState.Refused, RefusedBy = approver })
                    : ApprovalOutcome.Reject(why, request);
            },
            cancellationToken);
    }

    /// <summary>
    /// Replaces the arguments by what an approver would rather have run. That is another call: it is decided anew and gets a request of its own,
    /// the yeses of the old one are void, and the editor, who now counts as part of the chain, cannot approve it.
    /// </summary>
    /// <param name="id">The request.</param>
    /// <param name="editor">The user whom the host authenticated; somebody who could approve the request.</param>
    /// <param name="arguments">All arguments of the new call.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The new request, or why there is none.</returns>
    public async ValueTask<ApprovalOutcome> EditAsync(
        string id,
        EntityUid editor,
        ToolArguments arguments,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(editor);
        ArgumentNullException.ThrowIfNull(arguments);
        ApprovalRequest? edited = null;
        ApprovalOutcome outcome = await ChangeAsync(
            id,
            async (request, _) =>
            {
                if (await _check.WhyNotAsync(request, editor, cancellationToken).ConfigureAwait(false) is { } why)
                {
                    return ApprovalOutcome.Reject(why, request);
                }

                ApprovalEdit edit = await _authority.EditAsync(request, arguments, editor, cancellationToken).ConfigureAwait(false);
                if (edit.Draft is not { } draft)
                {
                    return ApprovalOutcome.Reject(edit.Reason!, request);
                }

                RequireSameCall(request, draft, editor);
                edited = await HoldAsync(draft, null, cancellationToken).ConfigureAwait(false);
                return ApprovalReasons.Closed(edited.State) is { } closed
                    ? ApprovalOutcome.Reject(closed, edited)
                    : ApprovalOutcome.Accept(request.Next() with { State = ApprovalState.Superseded, SupersededBy = edited.Id });
            },
            cancellationToken).ConfigureAwait(false);
        if (edited is null)
        {
            return outcome;
        }

        if (outcome.IsAccepted || outcome.Request?.SupersededBy == edited.Id)
        {
            return ApprovalOutcome.Accept(edited);
        }

        // The request was closed while its successor was made, and nobody may be asked for both.
        await CloseAsync(edited, ApprovalState.Superseded, null, cancellationToken).ConfigureAwait(false);
        return outcome;
    }

    private static void RequireSameCall(ApprovalRequest request, ApprovalDraft draft, EntityUid editor)
    {
        bool isSame = draft.Tenant == request.Tenant
            && draft.SessionId == request.SessionId
            && draft.ChainDigest == request.ChainDigest
            && draft.Tool.Equals(request.Tool)
            && draft.Editors.SequenceEqual([.. request.Editors, editor]);
        if (!isSame)
        {
            throw new InvalidOperationException("an edit changes the arguments and adds the editor, and nothing else");
        }
    }

    private async ValueTask<ApprovalOutcome> AddYesAsync(
        ApprovalRequest request,
        EntityUid approver,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        bool isNew = !request.Yeses.Any(yes => yes.Approver.Equals(approver));
        ApprovalRequest given = isNew ? request with { Yeses = [.. request.Yeses, new ApprovalYes(approver, now)] } : request;

        // Also where nothing is new: a yes that had lost its ground may have it again.
        bool isMet = await _check.IsMetAsync(given, given.Requirements, cancellationToken).ConfigureAwait(false);
        ApprovalState state = isMet ? ApprovalState.Approved : ApprovalState.Pending;
        return ApprovalOutcome.Accept(isNew || state != request.State ? given.Next() with { State = state } : request);
    }

    /// <summary>Makes a change of an open request, once, on whatever version is the newest.</summary>
    private async ValueTask<ApprovalOutcome> ChangeAsync(
        string id,
        Func<ApprovalRequest, DateTimeOffset, ValueTask<ApprovalOutcome>> change,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            ApprovalRequest? request = await _store.GetAsync(id, cancellationToken).ConfigureAwait(false);
            if (request is null)
            {
                return ApprovalOutcome.Reject(ApprovalReasons.UnknownRequest, null);
            }

            DateTimeOffset now = _time.GetUtcNow();
            request = request.At(now);
            if (ApprovalReasons.Closed(request.State) is { } closed)
            {
                return ApprovalOutcome.Reject(closed, request);
            }

            ApprovalOutcome outcome = await change(request, now).ConfigureAwait(false);
            bool hasChanged = outcome.IsAccepted && outcome.Request!.Version != request.Version;
            if (!hasChanged || await _store.TryUpdateAsync(outcome.Request!, cancellationToken).ConfigureAwait(false))
            {
                return outcome;
            }
        }

        throw new InvalidOperationException("the approval store refuses every change");
    }
}
