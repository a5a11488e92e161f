namespace AgentGuard;

/// <summary>Writes down what a host says has happened.</summary>
internal static class HostEvents
{
    /// <exception cref="ArgumentException">The event cannot be one of the host's, or lacks what a fact needs.</exception>
    public static async ValueTask WriteAsync(GuardParts guard, HostEvent happened, CancellationToken cancellationToken)
    {
        if (HistoryEventKinds.Own.Contains(happened.Kind) || !EventValues.IsName(happened.Kind))
        {
            throw new ArgumentException($"`{happened.Kind}` is no kind of event that a host can write", nameof(happened));
        }

        BundleFacts facts = guard.Bundles.Current.Facts;
        await guard.Facts.RegisterAsync(facts, cancellationToken).ConfigureAwait(false);
        HistoryFact[] hearing = [.. facts.All.Where(fact => fact.Hears(happened.Kind, tool: null))];
        Dictionary<string, EventField> fields = [];
        foreach (HistoryFact fact in hearing)
        {
            foreach (string field in fact.EventFields)
            {
                fields[field] = happened.Fields.TryGetValue(field, out Cedar.Values.Value value)
                    ? guard.Facts.Values.Hash(value)
                    : throw new ArgumentException($"the fact `{fact.Name}` needs the field `{field}`", nameof(happened));
            }
        }

        PartitionAppend[] appends =
        [
            .. hearing.Select(fact => FactKeys.Of(fact.Key, happened) ?? throw new ArgumentException($"the fact `{fact.Name}` counts by `{fact.Key}`, which the event does not say", nameof(happened)))
                .Distinct()
                .Order(HistoryPartition.Order)
                .Select(partition => new PartitionAppend(partition, null, [new HistoryEvent(happened.Kind, "", null) { Fields = fields }])),
        ];
        if (appends.Length > 0)
        {
            await guard.History.AppendAsync(appends, cancellationToken).Within(guard.Options, cancellationToken).ConfigureAwait(false);
        }
    }
}
