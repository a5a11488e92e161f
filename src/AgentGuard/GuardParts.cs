using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AgentGuard;

/// <summary>What the steps of a call work with.</summary>
internal sealed class GuardParts
{
    private readonly byte[] _digestKey = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
    private readonly Lazy<Approvals> _approvals;
    private readonly Lazy<HistoryRecording> _recording;
    private readonly Lazy<LostEvents> _lost;
    private readonly Lazy<HistoryFacts> _facts;
    private readonly Lazy<TemporalConditions> _conditions;

    public GuardParts()
    {
        // They stand on the other parts, and there is one of each however many calls come first: two would remember apart.
        _approvals = new(() => new Approvals(ApprovalStore!, new ApprovalAuthority(this), Revocations!, Options!.TimeProvider));
        _recording = new(() => new HistoryRecording(this));
        _lost = new(() => new LostEvents(this));
        _facts = new(() => new HistoryFacts(this));
        _conditions = new(() => new TemporalConditions(this));
    }

    public required AgentGuardOptions Options { get; init; }

    public required PolicyBundleProvider Bundles { get; init; }

    public required InformationGatherer Information { get; init; }

    public required IPolicyDecisionPoint DecisionPoint { get; init; }

    public required Revocations Revocations { get; init; }

    public required IApprovalStore ApprovalStore { get; init; }

    public required HeldCalls Held { get; init; }

    public Approvals Approvals => _approvals.Value;

    public required GrantRegistry Grants { get; init; }

    public required IInvocationHistoryStore History { get; init; }

    /// <summary>Since when the history holds what bundles need.</summary>
    public HistoryRecording Recording => _recording.Value;

    /// <summary>What could not be written.</summary>
    public LostEvents Lost => _lost.Value;

    /// <summary>What bundles declare about the history.</summary>
    public HistoryFacts Facts => _facts.Value;

    /// <summary>What policies say about the order of events.</summary>
    public TemporalConditions Conditions => _conditions.Value;

    public required IAuditStore Audit { get; init; }

    public required ILogger Logger { get; init; }

    public DateTimeOffset Now => Options.TimeProvider.GetUtcNow();

    /// <summary>The time as a history has it, never before its newest event.</summary>
    /// <exception cref="HistoryUnavailableException">The clock went back by more than clocks differ.</exception>
    public DateTimeOffset NowAfter(DateTimeOffset newest)
    {
        DateTimeOffset now = Now;
        return now >= newest ? now
            : newest - now <= FactLimits.MaxSkew ? newest
            : throw new HistoryUnavailableException("the clock is behind the newest event of a history");
    }

    /// <summary>
    /// The digest of a call's arguments as logs and history may hold it. Where an argument is sensitive it is keyed: whoever reads a plain one can
    /// try all PINs.
    /// </summary>
    public string VisibleDigest(PreparedCall? call) =>
        call is null ? ""
        : call.Tool.SensitivePointers.Count == 0 ? call.Arguments.Digest
        : Convert.ToHexStringLower(HMACSHA256.HashData(_digestKey, Encoding.ASCII.GetBytes(call.Arguments.Digest)));

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
            Digest = VisibleDigest(call.Call),
            Reason = decision.Denial?.Code,
            ApprovalId = decision.Approval?.Id,
            Bundle = decision.Bundle,
            Explained = isExplained ? decision.Explanation : null,
        };
    }
}
