using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What a call has to do with what happened before it, and what it leaves behind for those that come after.</summary>
internal sealed partial class CallDecision
{
    // Whoever lost twice waits for a turn: see HistoryTurns.
    private const int AttemptsWithoutTurn = 2;

    private FactsAnswer _facts = FactsAnswer.None;
    private TemporalAnswer? _temporal;
    private IEntitySource? _entities;
    private bool _isRequested;

    /// <summary>Whether nobody counts anything, which costs a call nothing.</summary>
    private bool IsUncounted => IsSilent(bundle) && IsSilent(guard.Bundles.Current);

    private static bool IsSilent(PolicyBundle bundle) => bundle.Facts.All.Count == 0 && bundle.Conditions.All.Count == 0;

    /// <summary>Events are heard by the facts of a bundle that is newer by now, too: they must not begin with a gap.</summary>
    private CallEvents Events => new(guard, ReferenceEquals(guard.Bundles.Current, bundle) ? [bundle] : [bundle, guard.Bundles.Current]);

    /// <summary>The facts that are read: those that policies name, all where somebody else decides.</summary>
    private IReadOnlyList<HistoryFact> WantedFacts =>
        guard.DecisionPoint is CedarDecisionPoint && _call!.Scope.Chain.Hops.All(static hop => hop.Bounds is null)
            ? bundle.Facts.ReadBy(_call!.Tool.Id)
            : bundle.Facts.All;

    /// <summary>The events of a call that was refused or held.</summary>
    public IReadOnlyList<PartitionAppend> RefusalEvents(InvocationOutcome outcome)
    {
        if (IsUncounted || request.Scope is not { } scope)
        {
            return [];
        }

        string[] asked = _isRequested ? [] : [HistoryEventKinds.Request];
        string refused = outcome == InvocationOutcome.Held ? HistoryEventKinds.Held : HistoryEventKinds.Denied;
        return Events.Of([.. asked, refused], new EventSource(decisionId, request.Tool.Id, scope, _call) { Entities = _entities }, []);
    }

    private async ValueTask ReadFactsAsync(IReadOnlyList<EntityUid> principals, SessionHistory history, CancellationToken cancellationToken)
    {
        if (IsUncounted)
        {
            return;
        }

        bool isKeyedByAttribute = bundle.Facts.IsKeyedByPrincipalAttribute || guard.Bundles.Current.Facts.IsKeyedByPrincipalAttribute;
        _entities = !isKeyedByAttribute ? null
            : await guard.Information.EntitiesForAsync(_call!, principals, _information!, variant: 0, cancellationToken).ConfigureAwait(false);
        _temporal = await guard.Conditions.ReadAsync(bundle.Conditions, _call!, decisionId, history, cancellationToken).ConfigureAwait(false);
        _facts = await guard.Facts.ReadAsync(WantedFacts, bundle.Facts.ReadBy(_call!.Tool.Id), _call!, history, _entities, cancellationToken).ConfigureAwait(false);
        if (_facts.Unknown is null && (_temporal?.Unknown ?? Events.FindGap(_call!, _entities)) is { } gap)
        {
            _facts = _facts with { Unknown = gap };
        }
    }

    /// <summary>A refusal that a call in progress would turn into something else says so: it is worth to try again after it.</summary>
    private async ValueTask<DecisionContent> WithRunningAsync(
        DecisionContent content, IReadOnlyList<EntityUid> principals, SessionHistory history, CancellationToken cancellationToken)
    {
        if (content.Effect != DecisionEffect.Deny)
        {
            return content;
        }

        ToolId[] running = [.. _facts.Running.Select(static running => running.Tool), .. _temporal?.Prospects?.Running ?? []];
        if (running.Length == 0)
        {
            return content;
        }

        (FactsAnswer facts, TemporalAnswer? temporal, List<PolicyRound>? rounds) = (_facts, _temporal, _rounds);
        (_facts, _temporal) = (facts.WhenReturned(), temporal?.WhenReturned());
        DecisionContent then = await AskAsync(_call!, principals, history, DecisionPurpose.Look, cancellationToken).ConfigureAwait(false);
        (_facts, _temporal, _rounds) = (facts, temporal, rounds);
        string tools = string.Join(", ", running.Select(static tool => tool.ToString()).Distinct().Order(StringComparer.Ordinal));
        return then.Effect == DecisionEffect.Deny
            ? content
            : content.Denied(DenyReasons.StillRunning, $"{tools} is still running", $"{tools} is still running: try again after it");
    }

    /// <summary>What was read, and at which versions.</summary>
    private IReadOnlyList<(HistoryPartition Partition, long Version)> ReadVersions =>
        _temporal is { } temporal ? [.. _facts.Versions, (temporal.Partition, temporal.Version)] : _facts.Versions;

    /// <summary>What the history gets with the reservation; the partitions that were read must not have moved on.</summary>
    private IReadOnlyList<PartitionAppend> AdmissionEvents() =>
        IsUncounted ? [] : Events.OfAdmission(Source([], result: null), ReadVersions);

    private IReadOnlyList<PartitionAppend> OutcomeEvents(InvocationOutcome outcome, bool hasFailed, IReadOnlyList<string> labels, ToolResult? result)
    {
        if (IsUncounted)
        {
            return [];
        }

        // What is given back is given back first: an end keeps what is there.
        List<string> kinds = outcome == InvocationOutcome.Released ? [HistoryEventKinds.Released] : [];
        if (hasFailed || outcome == InvocationOutcome.Unknown)
        {
            kinds.Add(HistoryEventKinds.Error);
        }
        else if (outcome == InvocationOutcome.Succeeded)
        {
            kinds.Add(HistoryEventKinds.Response);
        }

        return Events.Of(kinds, Source(labels, result), []);
    }

    private EventSource Source(IReadOnlyList<string> labels, ToolResult? result) =>
        new(decisionId, _call!.Tool.Id, _call.Scope, _call) { Entities = _entities, Labels = labels, Result = result };
}
