using AgentGuard.Cedar.Values;

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

        PolicyBundle bundle = guard.Bundles.Current;
        await guard.Recording.RegisterAsync(bundle, cancellationToken).ConfigureAwait(false);
        PartitionAppend[] appends = [.. ForFacts(guard, bundle.Facts, happened), .. ForConditions(guard, bundle.Conditions, happened)];
        if (appends.Length > 0)
        {
            await guard.History.AppendAsync([.. appends.OrderBy(static append => append.Partition, HistoryPartition.Order)], cancellationToken)
                .Within(guard.Options, cancellationToken).ConfigureAwait(false);
        }
    }

    private static IEnumerable<PartitionAppend> ForFacts(GuardParts guard, BundleFacts facts, HostEvent happened)
    {
        HistoryFact[] hearing = [.. facts.All.Where(fact => fact.Hears(happened.Kind, tool: null))];
        Dictionary<string, EventField> fields = [];
        foreach (HistoryFact fact in hearing)
        {
            foreach (string field in fact.EventFields)
            {
                if (!happened.Fields.TryGetValue(field, out Value value))
                {
                    throw new ArgumentException($"the fact `{fact.Name}` needs the field `{field}`", nameof(happened));
                }

                Require(fact, field, value, nameof(happened));
                fields[field] = guard.Facts.Values.Hash(value);
            }
        }

        return hearing.Select(fact => FactKeys.Of(fact.Key, happened) ?? throw new ArgumentException($"the fact `{fact.Name}` counts by `{fact.Key}`, which the event does not say", nameof(happened)))
            .Distinct()
            .Select(partition => Append(partition, happened, fields));
    }

    /// <summary>What is compared with an entity is one, and what is summed is a number: anything else would count nowhere.</summary>
    private static void Require(HistoryFact fact, string field, Value value, string parameter)
    {
        foreach (FactMatch match in fact.Where.Where(match => match.EventField == field))
        {
            bool isEntity = match.CallField != EventValues.Digest && EventValues.Plain.Contains(match.CallField);
            if (isEntity != (value.Kind == ValueKind.Entity))
            {
                throw new ArgumentException($"the fact `{fact.Name}` compares the field `{field}` with `{match.CallField}`, which is {(isEntity ? "an entity" : "none")}", parameter);
            }
        }

        if (fact.Kind == FactKind.Sum && field == fact.Field && value.Kind != ValueKind.Long)
        {
            throw new ArgumentException($"the fact `{fact.Name}` sums the field `{field}`, which has to be a whole number", parameter);
        }
    }

    private static IEnumerable<PartitionAppend> ForConditions(GuardParts guard, BundleConditions conditions, HostEvent happened)
    {
        if (conditions.FieldsOf(TemporalEvents.Happened, TemporalEvents.HostAction(happened.Kind)) is not { } needed)
        {
            return [];
        }

        if (conditions.PartitionOf(happened) is not { } partition)
        {
            // Where no condition names the kind, an event of no history is part of none.
            return conditions.Names(happened.Kind) ? throw new ArgumentException($"temporal conditions ask for `{happened.Kind}` by `{conditions.Key}`, which the event does not say", nameof(happened)) : [];
        }

        Dictionary<string, EventField> fields = [];
        foreach (string field in needed)
        {
            EventField value = happened.Fields.TryGetValue(field, out Value known)
                ? guard.Facts.Values.Hash(known)
                : throw new ArgumentException($"a temporal condition needs the field `{field}`", nameof(happened));
            fields[field] = conditions.Numbers.Contains(field) ? value : value with { Number = null };
        }

        return [Append(partition, happened, fields)];
    }

    private static PartitionAppend Append(HistoryPartition partition, HostEvent happened, Dictionary<string, EventField> fields) =>
        new(partition, null, [new HistoryEvent(happened.Kind, "", null) { Fields = fields }]);
}
