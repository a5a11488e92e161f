namespace AgentGuard;

public sealed partial class Approvals
{
    /// <summary>
    /// The request for a call that needs a yes. The same call has one request as long as that is open and asks for all that is asked now;
    /// one that was refused stays refused until it would have expired.
    /// </summary>
    /// <param name="draft">The call.</param>
    /// <param name="uncovered">A request for this call whose yeses turned out not to do; a new one takes its place.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async ValueTask<ApprovalRequest> HoldAsync(ApprovalDraft draft, ApprovalRequest? uncovered, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            DateTimeOffset now = _time.GetUtcNow();
            string id = RandomId.NewShort("apr_");
            ApprovalRequest? known = await _store.FindByDigestAsync(draft.Digest, cancellationToken).ConfigureAwait(false);
            if (known is not null && known.IsOverAt(now))
            {
                await CloseAsync(known, ApprovalState.Expired, null, cancellationToken).ConfigureAwait(false);
            }
            else if (known is { State: ApprovalState.Refused })
            {
                return known;
            }
            else if (known is { IsOpen: true })
            {
                if (known.Id != uncovered?.Id && draft.Requirements.All(known.Requirements.Contains))
                {
                    return known;
                }

                if (!await CloseAsync(known, ApprovalState.Superseded, id, cancellationToken).ConfigureAwait(false))
                {
                    // It has changed: it may have been refused.
                    continue;
                }
            }
            else if (known is { State: ApprovalState.Superseded, SupersededBy: { } promised }
                && await _store.GetAsync(promised, cancellationToken).ConfigureAwait(false) is null)
            {
                // Whoever closed it has not added its successor yet, or never will.
                id = promised;
            }

            ApprovalRequest request = draft.ToRequest(id, now);
            if (await _store.TryAddAsync(request, cancellationToken).ConfigureAwait(false))
            {
                return request;
            }
        }

        throw new InvalidOperationException("the approval store refuses every request");
    }

    /// <summary>The request that would hold or refuse a call; null where one would have to be made. Nothing is written.</summary>
    internal async ValueTask<ApprovalRequest?> FindHoldingAsync(ApprovalDraft draft, CancellationToken cancellationToken)
    {
        ApprovalRequest? known = await _store.FindByDigestAsync(draft.Digest, cancellationToken).ConfigureAwait(false);
        return known is not null && !known.IsOverAt(_time.GetUtcNow())
            && (known.State == ApprovalState.Refused || (known.IsOpen && draft.Requirements.All(known.Requirements.Contains)))
                ? known
                : null;
    }

    /// <summary>The request of a call that has every yes and is not over; null where there is none.</summary>
    internal async ValueTask<ApprovalRequest?> FindReleasableAsync(string digest, CancellationToken cancellationToken)
    {
        ApprovalRequest? request = await _store.FindByDigestAsync(digest, cancellationToken).ConfigureAwait(false);
        return request is not null && IsReleasable(request, digest) ? request : null;
    }

    /// <summary>
    /// Whether a request answers a call as it was decided just now: the same call, every forbid that wants a yes recorded with the same text,
    /// and every yes from somebody who may still give it.
    /// </summary>
    internal async ValueTask<bool> CoversAsync(ApprovalRequest request, ApprovalDraft draft, CancellationToken cancellationToken) =>
        IsReleasable(request, draft.Digest)
        && draft.Requirements.All(request.Requirements.Contains)
        && await _check.IsMetAsync(request, draft.Requirements, cancellationToken).ConfigureAwait(false);

    /// <summary>Uses a request up. Of all who try, in whatever process, one succeeds; nobody does from its expiry on.</summary>
    internal async ValueTask<bool> TryConsumeAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < MaxAttempts; attempt++)
        {
            // The newest version, because a yes may have come in since: yeses are only added, so what was covered still is.
            ApprovalRequest? newest = await _store.GetAsync(request.Id, cancellationToken).ConfigureAwait(false);
            if (newest is null || !IsReleasable(newest, request.Digest))
            {
                return false;
            }

            if (await CloseAsync(newest, ApprovalState.Consumed, null, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        throw new InvalidOperationException("the approval store refuses every change");
    }

    private bool IsReleasable(ApprovalRequest request, string digest) =>
        request.State == ApprovalState.Approved && request.Digest == digest && !request.IsOverAt(_time.GetUtcNow());

    private async ValueTask<bool> CloseAsync(
        ApprovalRequest request,
        ApprovalState state,
        string? supersededBy,
        CancellationToken cancellationToken) =>
        request.IsOpen && await _store.TryUpdateAsync(request.Next() with { State = state, SupersededBy = supersededBy }, cancellationToken).ConfigureAwait(false);
}
