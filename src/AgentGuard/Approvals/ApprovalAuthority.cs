using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Who may say yes, by the policies in force: membership alone does not do, default deny holds for approvers too.</summary>
internal sealed class ApprovalAuthority(GuardParts guard) : IApprovalAuthority
{
    private static readonly EntityUid s_approve = new("Action", "agentguard.approve");

    public ValueTask<IEntitySource> GetEntitiesAsync(ApprovalRequest request, EntityUid approver, CancellationToken cancellationToken) =>
        guard.Information.EntitiesForAsync(approver, request, guard.Bundles.Current, cancellationToken);

    public async ValueTask<bool> MayApproveAsync(
        ApprovalRequest request, string group, EntityUid approver, IEntitySource entities, CancellationToken cancellationToken)
    {
        PolicyBundle bundle = guard.Bundles.Current;
        CedarRecord context = Context(request, group, bundle);
        foreach (EntityUid resource in request.Resources)
        {
            PolicyQuestion question = new(approver, s_approve, resource, context, entities, bundle);
            PolicyAnswer answer = await guard.DecisionPoint.AskAsync(question, cancellationToken)
                .Within(guard.Options, cancellationToken).ConfigureAwait(false);

            // Nobody approves an approval: a conditional forbid is a forbid here.
            if (answer.Permits.Count == 0 || answer.Forbids.Count > 0 || answer.FailedForbids.Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    public async ValueTask<ApprovalEdit> EditAsync(
        ApprovalRequest request, ToolArguments arguments, EntityUid editor, CancellationToken cancellationToken)
    {
        if (guard.Held.Find(request) is not { } held)
        {
            return ApprovalEdit.Denied(ApprovalReasons.NotEditable);
        }

        ToolCallRequest edited = new() { Tool = held.Tool, Arguments = arguments, Scope = held.Scope };
        CallDecision call = new(guard, edited, guard.Bundles.Current, request.Id);
        (DecisionContent content, ApprovalDraft? draft) = await call.DraftAsync([.. request.Editors, editor], cancellationToken).ConfigureAwait(false);
        if (draft is null)
        {
            return ApprovalEdit.Denied(content.Denial!.Code);
        }

        // An edit gains no time.
        TimeSpan left = request.ExpiresAt - guard.Now;
        return ApprovalEdit.Asks(draft with { Lifetime = draft.Lifetime < left ? draft.Lifetime : left });
    }

    private static CedarRecord Context(ApprovalRequest request, string group, PolicyBundle bundle) => new(
    [
        new("approval", new CedarRecord(
        [
            new("group", group),
            new("id", request.Id),
            new("policies", new CedarSet(request.Requirements.Select(static requirement => (Value)requirement.PolicyId))),
        ])),
        new("groups", new CedarSet((bundle.Catalog.TryFind(request.Tool, out ToolEntry? tool) ? tool.Groups : []).Select(static name => (Value)name))),
        new("tool", request.Tool.ToString()),
    ]);
}
