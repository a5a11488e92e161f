using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Makes the events of a call, for the partitions whose facts hear of them.</summary>
/// <param name="guard">The guard.</param>
/// <param name="bundles">The bundles whose facts and conditions are to hear: the call's own, and one that is newer by now.</param>
internal sealed class CallEvents(GuardParts guard, IReadOnlyList<PolicyBundle> bundles)
{
    private const string LacksIt = ", which this call does not have";

    private static readonly string[] s_ends = [HistoryEventKinds.Response, HistoryEventKinds.Error, HistoryEventKinds.Released];

    /// <summary>Whether a call that is to be admitted says all that facts will ask of it: what it lacks would be counted nowhere.</summary>
    /// <returns>Why it is denied; null where nothing is missing.</returns>
    public Denial? FindGap(PreparedCall call, IEntitySource? entities)
    {
        foreach (HistoryFact fact in HeardBy([HistoryEventKinds.Request, HistoryEventKinds.Admitted, HistoryEventKinds.Response, HistoryEventKinds.Error], call.Tool.Id))
        {
            if (FactKeys.Of(fact.Key, call.Scope, entities) is null)
            {
                return Gap(fact, fact.Key, LacksIt);
            }

            foreach (string field in fact.EventFields.Where(static field => !EventValues.IsOutput(field) && (EventValues.IsInput(field) || EventValues.Plain.Contains(field))))
            {
                if (guard.Facts.Values.Read(field, call, result: null) is not { } value || (fact.Kind == FactKind.Sum && field == fact.Field && value.Number is null))
                {
                    return Gap(fact, field, fact.Kind == FactKind.Sum && field == fact.Field ? ", which has to be a whole number" : LacksIt);
                }
            }
        }

        return ConditionEvents.FindGap(guard, bundles, call);

        Denial Gap(HistoryFact fact, string what, string why) => new(
            DenyReasons.HistoryUnknown, $"`{fact.Name}` counts every {call.Tool.Id} by its `{what}`{why}");
    }

    /// <summary>The events of a call that is admitted, by partition: those too in which room is needed for its end.</summary>
    /// <param name="source">Of which call.</param>
    /// <param name="versions">The partitions that were read, and must not have moved on.</param>
    public IReadOnlyList<PartitionAppend> OfAdmission(EventSource source, IReadOnlyList<(HistoryPartition Partition, long Version)> versions)
    {
        HashSet<HistoryPartition> ends = [.. s_ends.SelectMany(kind => Of([kind], source, [])).Select(static append => append.Partition)];
        IReadOnlyList<PartitionAppend> begun = Of([HistoryEventKinds.Request, HistoryEventKinds.Admitted], source, versions);
        return
        [
            .. begun.Select(append => append with { KeepsRoom = ends.Contains(append.Partition) })
                .Concat(ends.Except(begun.Select(static append => append.Partition)).Select(static partition => new PartitionAppend(partition, null, []) { KeepsRoom = true }))
                .OrderBy(static append => append.Partition, HistoryPartition.Order),
        ];
    }

    /// <summary>The events, by partition.</summary>
    /// <param name="kinds">What happens, in its order.</param>
    /// <param name="source">Of which call.</param>
    /// <param name="versions">The partitions that were read, and must not have moved on.</param>
    public IReadOnlyList<PartitionAppend> Of(IReadOnlyList<string> kinds, EventSource source, IReadOnlyList<(HistoryPartition Partition, long Version)> versions)
    {
        SortedDictionary<HistoryPartition, (long? Version, List<HistoryEvent> Events)> appends = new(HistoryPartition.Order);
        foreach ((HistoryPartition partition, long version) in versions)
        {
            appends[partition] = (version, []);
        }

        foreach (string kind in kinds)
        {
            foreach (IGrouping<string, HistoryFact> hearing in HeardBy([kind], source.Tool).GroupBy(static fact => fact.Key))
            {
                if (FactKeys.Of(hearing.Key, source.Scope, source.Entities) is { } partition)
                {
                    if (!appends.TryGetValue(partition, out (long? Version, List<HistoryEvent> Events) append))
                    {
                        appends.Add(partition, append = (null, []));
                    }

                    append.Events.Add(Make(kind, source, hearing));
                }
                else if (source.Entities is null && s_ends.Contains(kind))
                {
                    // Nobody asked whose it is when the call began: the facts came with a newer bundle.
                    guard.Lost.AddAll(hearing.Key);
                }
            }
        }

        foreach (IGrouping<string, PolicyBundle> kept in bundles.GroupBy(static bundle => bundle.Conditions.Key))
        {
            IReadOnlyList<HistoryEvent> ordered = ConditionEvents.Of(guard, [.. kept], kinds, source);
            if (ordered.Count > 0)
            {
                HistoryPartition partition = kept.First().Conditions.PartitionOf(source.Scope);
                appends[partition] = (appends.TryGetValue(partition, out (long? Version, List<HistoryEvent> Events) known) ? known.Version : null, [.. ordered]);
            }
        }

        return [.. appends.Select(static append => new PartitionAppend(append.Key, append.Value.Version, append.Value.Events))];
    }

    private IEnumerable<HistoryFact> HeardBy(IReadOnlyList<string> kinds, ToolId tool) =>
        bundles.SelectMany(bundle => kinds.SelectMany(kind => bundle.Facts.HeardBy(kind, tool))).DistinctBy(static fact => (fact.Name, fact.Fingerprint));

    private HistoryEvent Make(string kind, EventSource source, IEnumerable<HistoryFact> hearing)
    {
        Dictionary<string, EventField> fields = new(StringComparer.Ordinal);
        foreach (string field in hearing.SelectMany(static fact => fact.EventFields).Distinct())
        {
            if (source.Call is { } call && guard.Facts.Values.Read(field, call, source.Result) is { } value)
            {
                // In clear only where it is summed.
                bool isSummed = hearing.Any(fact => fact.Kind == FactKind.Sum && fact.Field == field);
                fields[field] = isSummed ? value : value with { Number = null };
            }
        }

        return new HistoryEvent(kind, source.DecisionId, source.Tool) { Fields = fields, Labels = source.Labels };
    }
}
