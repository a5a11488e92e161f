using System.Runtime.CompilerServices;

namespace AgentGuard;

/// <summary>Tells which temporal conditions hold for a call. Each session is a history of its own, unless the bundle says otherwise.</summary>
internal sealed class TemporalConditions(GuardParts guard)
{
    private readonly HistoryViews<(HistoryPartition Partition, string Conditions), TemporalView> _views = new(guard);
    private readonly ConditionalWeakTable<BundleConditions, Registration> _registrations = [];

    /// <summary>Says to the store which events the conditions ask for.</summary>
    public async ValueTask RegisterAsync(BundleConditions conditions, CancellationToken cancellationToken)
    {
        if (conditions.All.Count == 0 || _registrations.TryGetValue(conditions, out _))
        {
            return;
        }

        IReadOnlyList<DateTimeOffset?> since = await guard.History.RecordingSinceAsync(conditions.Needs, cancellationToken)
            .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        _registrations.AddOrUpdate(conditions, new Registration(since.Max()));
    }

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
        return await view.ReadAsync(asked, needed, call, decisionId, BlindUntil(conditions, session), guard, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Until when events may be missing that nobody wrote down yet. Each bundle knows for itself: two are asked at once while one takes the other's place.</summary>
    private DateTimeOffset? BlindUntil(BundleConditions conditions, SessionHistory session) =>
        !_registrations.TryGetValue(conditions, out Registration? registration) ? DateTimeOffset.MaxValue
        : registration.Since is not { } since || (conditions.Key == FactKeys.Session && session.StartedAt > since) ? null
        : since + conditions.Window;

    private sealed record Registration(DateTimeOffset? Since);
}
