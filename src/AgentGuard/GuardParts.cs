using Microsoft.Extensions.Logging;

namespace AgentGuard;

/// <summary>What the steps of a call work with.</summary>
internal sealed class GuardParts
{
    public required AgentGuardOptions Options { get; init; }

    public required PolicyBundleProvider Bundles { get; init; }

    public required InformationGatherer Information { get; init; }

    public required IPolicyDecisionPoint DecisionPoint { get; init; }

    public required Revocations Revocations { get; init; }

    public required IApprovalStore ApprovalStore { get; init; }

    public required HeldCalls Held { get; init; }

    /// <summary>It decides edited calls, and so stands on the other parts.</summary>
    public Approvals Approvals => field ??= new Approvals(ApprovalStore, new ApprovalAuthority(this), Revocations, Options.TimeProvider);

    public required GrantRegistry Grants { get; init; }

    public required IInvocationHistoryStore History { get; init; }

    public required IAuditStore Audit { get; init; }

    public required ILogger Logger { get; init; }

    public DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    public AuditEntry ToAuditEntry(Decision decision, CallDecision call, InvocationOutcome outcome, bool isExplained)
    {
        ToolCallRequest request = decision.Facts.Request;
        return new AuditEntry
        {
            At = Now,
            DecisionId = decision.Id,
            Outcome = outcome,
            Tool = request.Tool.Id,
            CallId = request.CallId,
            Chain = request.Scope?.Chain.ToString() ?? "",
            SessionId = request.Scope?.Session.Id,
            Tenant = request.Scope?.Session.Tenant,
            Digest = call.Call?.Arguments.Digest ?? "",
            Reason = decision.Denial?.Code,
            ApprovalId = decision.Approval?.Id,
            Bundle = decision.Bundle,
            Explained = isExplained ? decision.Explanation : null,
        };
    }
}
