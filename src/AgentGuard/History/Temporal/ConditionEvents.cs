namespace AgentGuard;

/// <summary>Makes the events of a call that temporal conditions hear of.</summary>
internal static class ConditionEvents
{
    private static readonly string[] s_kinds =
        [HistoryEventKinds.Request, HistoryEventKinds.Admitted, HistoryEventKinds.Denied, HistoryEventKinds.Held, HistoryEventKinds.Response, HistoryEventKinds.Error];

    /// <summary>The events, in their order.</summary>
    public static IReadOnlyList<HistoryEvent> Of(GuardParts guard, IReadOnlyList<PolicyBundle> bundles, IReadOnlyList<string> kinds, EventSource source)
    {
        List<HistoryEvent> events = [];
        foreach (string kind in kinds)
        {
            HashSet<string>? fields = null;
            foreach (BundleConditions conditions in bundles.Select(static bundle => bundle.Conditions))
            {
                if (conditions.FieldsOf(kind, source.Tool.Action) is { } needed)
                {
                    (fields ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(needed);
                }
            }

            if (fields is not null)
            {
                events.Add(new HistoryEvent(kind, source.DecisionId, source.Tool) { Fields = Read(guard, bundles, fields, source), Labels = source.Labels });
            }
        }

        return events;
    }

    /// <summary>Whether a call says of itself all that conditions ask of its events.</summary>
    /// <returns>Why it is denied; null where nothing is missing.</returns>
    public static Denial? FindGap(GuardParts guard, IReadOnlyList<PolicyBundle> bundles, PreparedCall call)
    {
        foreach ((BundleConditions conditions, string field) in bundles
            .SelectMany(bundle => s_kinds.SelectMany(kind => bundle.Conditions.FieldsOf(kind, call.Tool.Id.Action) ?? []).Select(field => (bundle.Conditions, field)))
            .Where(static needed => !EventValues.IsOutput(needed.field)))
        {
            EventField? value = guard.Facts.Values.ReadAny(field, call, "", result: null);
            if (value is null || (conditions.Numbers.Contains(field) && value.Value.Number is null))
            {
                return new Denial(DenyReasons.HistoryUnknown, $"a temporal condition is about every {call.Tool.Id} by its `{field}`, which this call does not have{(value is null ? "" : " as a whole number")}");
            }
        }

        return null;
    }

    private static Dictionary<string, EventField> Read(GuardParts guard, IReadOnlyList<PolicyBundle> bundles, HashSet<string> fields, EventSource source)
    {
        Dictionary<string, EventField> values = new(StringComparer.Ordinal);
        foreach (string field in fields)
        {
            if (source.Call is { } call && guard.Facts.Values.ReadAny(field, call, source.DecisionId, source.Result) is { } value)
            {
                // In clear only where a condition sums or orders it.
                values[field] = bundles.Any(bundle => bundle.Conditions.Numbers.Contains(field)) ? value : value with { Number = null };
            }
        }

        return values;
    }
}
