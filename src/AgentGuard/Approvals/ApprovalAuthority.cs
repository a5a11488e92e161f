using System.Collections.Concurrent;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Who may say yes, by the policies in force: membership alone does not do, default deny holds for approvers too.</summary>
internal sealed class ApprovalAuthority(PolicyBundleProvider bundles, IPolicyDecisionPoint decisionPoint, AgentGuardOptions options) : IApprovalAuthority
{
    private static readonly EntityUid s_approve = new("Action", "agentguard.approve");
    private readonly ConcurrentDictionary<ToolId, ToolDefinition> _held = new();

    /// <summary>An edit is bound to the definition that the call was held with; there are no more of them than the catalog has tools.</summary>
    public void Remember(ToolDefinition tool) => _held[tool.Id] = tool;

    public ValueTask<IEntitySource> GetEntitiesAsync(EntityUid approver, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IEntitySource>(bundles.Current.Entities);

    public async ValueTask<bool> MayApproveAsync(ApprovalRequest request, string group, EntityUid approver, CancellationToken cancellationToken)
    {
        PolicyBundle bundle = bundles.Current;
        CedarRecord context = Context(request, group, bundle);
        foreach (EntityUid resource in request.Resources)
        {
            PolicyQuestion question = new(approver, s_approve, resource, context, bundle.Entities, bundle);
            PolicyAnswer answer = await decisionPoint.AskAsync(question, cancellationToken).Within(options, cancellationToken).ConfigureAwait(false);

            // Nobody approves an approval: a conditional forbid is a forbid here.
            if (answer.Permits.Count == 0 || answer.Forbids.Count > 0 || answer.FailedForbids.Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    public ValueTask<ApprovalEdit> EditAsync(ApprovalRequest request, ToolArguments arguments, EntityUid editor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Edit(request, arguments, editor));

    private ApprovalEdit Edit(ApprovalRequest request, ToolArguments arguments, EntityUid editor)
    {
        if (!bundles.Current.Catalog.TryFind(request.Tool, out ToolEntry? tool) || !_held.TryGetValue(request.Tool, out ToolDefinition? definition))
        {
            return ApprovalEdit.Denied(DenyReasons.UnknownTool);
        }

        if (definition.Pin != request.DefinitionPin)
        {
            return ApprovalEdit.Denied(DenyReasons.ToolChanged);
        }

        BindResult bound = ArgumentBinder.Bind(arguments, definition, tool.Kinds, options.MaxArgumentBytes);
        if (bound.Arguments is not { } edited)
        {
            return ApprovalEdit.Denied(bound.Reason!);
        }

        return CallPreparation.FindResources(tool, edited.Json) is not { } resources
            ? ApprovalEdit.Denied(DenyReasons.MissingResource)
            : ApprovalEdit.Asks(new ApprovalDraft
            {
                SessionId = request.SessionId,
                Tenant = request.Tenant,
                Chain = request.Chain,
                ChainDigest = request.ChainDigest,
                Editors = [.. request.Editors, editor],
                Tool = request.Tool,
                DefinitionPin = request.DefinitionPin,
                Resources = resources,
                Arguments = edited.Json,
                ArgumentsDigest = edited.Digest,
                SensitiveArguments = request.SensitiveArguments,
                // What the edited call really needs is decided at its release, and must be among these.
                Requirements = request.Requirements,
                Lifetime = request.ExpiresAt - options.TimeProvider.GetUtcNow(),
            });
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
