namespace AgentGuard;

/// <summary>Tells which temporal conditions hold for a call. Each session is a history of its own, unless the bundle says otherwise.</summary>
internal sealed class TemporalConditions(GuardParts guard)
{
    private readonly HistoryViews<(HistoryPartition Partition, string Conditions), TemporalView> _views = new(guard);

    /// <summary>Asks for the conditions that the policies of a call's tool read, or for all where somebody else decides.</summary>
    /// <returns>Null where they read none.</returns>
    public async ValueTask<TemporalAnswer?> ReadAsync(BundleConditions conditions, PreparedCall call, string decisionId, SessionHistory session, CancellationToken cancellationToken)
    {
        IReadOnlyList<TemporalCondition> needed = conditions.ReadBy(call.Tool.Id);
        IReadOnlyList<TemporalCondition> asked = guard.DecisionPoint is CedarDecisionPoint ? needed : conditions.All;
        if (asked.Count == 0)
        {
            return null;
        }

        HistoryPartition partition = conditions.PartitionOf(call.Scope);
        TemporalView view = _views.GetOrAdd((partition, conditions.Fingerprint), key => new TemporalView(key.Partition, conditions, guard.Facts.Values));
        return await view.ReadAsync(asked, needed, call, decisionId, BlindUntil(conditions, call, session), guard, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Until when events may be missing that nobody wrote down yet.</summary>
    private DateTimeOffset? BlindUntil(BundleConditions conditions, PreparedCall call, SessionHistory session) =>
        guard.Recording.Since(call.Bundle, conditions.Needs) is not { } since || (conditions.Key == FactKeys.Session && session.StartedAt > since) ? null
        : since < DateTimeOffset.MaxValue - conditions.Window ? since + conditions.Window
        : DateTimeOffset.MaxValue;
}
