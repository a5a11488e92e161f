using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What this guard knows of the events of one session: its temporal conditions, kept up to date. It can be thrown away, and is made again from what the store holds.</summary>
internal sealed class TemporalView(HistoryPartition partition, BundleConditions conditions, EventValues values)
{
    private readonly Lock _lock = new();
    private readonly TemporalHistory _history = new(conditions.All.ToDictionary(static condition => condition.Name, condition => Encode(condition.Formula, values)));
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private DateTimeOffset? _blindUntil;
    private long _cursor;

    /// <summary>Brings the conditions up to date and asks for some of them.</summary>
    /// <param name="asked">The conditions.</param>
    /// <param name="call">The call that is decided.</param>
    /// <param name="decisionId">Its decision.</param>
    /// <param name="blindUntil">Until when events may be missing from before it was known that they are needed.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What holds, and the version that was read; or why it cannot be told.</returns>
    /// <exception cref="HistoryUnavailableException">The clock went back.</exception>
    public async ValueTask<(CedarRecord? Answers, long Version, string? Unknown)> ReadAsync(
        IReadOnlyList<TemporalCondition> asked, PreparedCall call, string decisionId, DateTimeOffset? blindUntil, GuardParts guard, CancellationToken cancellationToken)
    {
        while (true)
        {
            long after;
            lock (_lock)
            {
                after = _cursor;
            }

            HistoryEvents events = await guard.History.ReadEventsAsync(partition, after, cancellationToken).Within(guard.Options, cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                if (_cursor != after)
                {
                    continue;
                }

                Hear(events);
                DateTimeOffset now = Now(guard);
                string? unknown = _blindUntil >= now || blindUntil >= now ? "its history is incomplete: a condition is new, or an event could not be recorded" : null;
                return unknown is not null ? (null, 0, unknown) : Answer(asked, call, decisionId, now, Math.Min(_cursor, events.Version));
            }
        }
    }

    private (CedarRecord? Answers, long Version, string? Unknown) Answer(IReadOnlyList<TemporalCondition> asked, PreparedCall call, string decisionId, DateTimeOffset now, long version)
    {
        Dictionary<string, TemporalValue> request = new(StringComparer.Ordinal);
        foreach (string path in asked.SelectMany(static condition => condition.RequestPaths).Distinct())
        {
            string field = path switch { "principal" => "root", "resource" => "resource", _ => path["context.".Length..] };
            if (values.Read(field, call, result: null) is not { } value)
            {
                return (null, 0, $"the call has no `{path}`");
            }

            request[path] = Encode(value);
        }

        IReadOnlyCollection<string> fields = conditions.FieldsOf(HistoryEventKinds.Request, call.Tool.Id) ?? [];
        Dictionary<string, TemporalValue> known = new(StringComparer.Ordinal);
        foreach (string field in fields)
        {
            if (values.ReadAny(field, call, decisionId, result: null) is { } value)
            {
                known[field] = Encode(value);
            }
        }

        TemporalEvent current = new(Seconds(now), call.Tool.Id.Action, HistoryEventKinds.Request, known);
        TemporalRequest asks = new(request);
        try
        {
            return (new CedarRecord(asked.Select(condition => KeyValuePair.Create(condition.Name, (Value)_history.Holds(condition.Name, asks, current)))), version, null);
        }
        catch (TemporalFaultException e)
        {
            return (null, 0, e.Message);
        }
    }

    private void Hear(HistoryEvents events)
    {
        foreach (HistoryEvent happened in events.Events)
        {
            _newest = happened.At > _newest ? happened.At : _newest;
            _cursor = happened.Sequence;
            IReadOnlyCollection<string> fields = conditions.FieldsOf(happened.Kind, happened.Tool!) ?? [];
            if (fields.Any(field => !happened.Fields.ContainsKey(field)))
            {
                BlindFrom(happened.At);
            }

            try
            {
                _history.Observe(new TemporalEvent(Seconds(happened.At), happened.Tool!.Action, happened.Kind, happened.Fields.ToDictionary(static field => field.Key, static field => Encode(field.Value))));
            }
            catch (TemporalFaultException)
            {
                BlindFrom(happened.At);
            }
        }

        _cursor = Math.Max(_cursor, events.Version);
        if (events.LostAt is { } lost)
        {
            BlindFrom(lost);
        }
    }

    /// <summary>What is missing may matter until it would have left every window.</summary>
    private void BlindFrom(DateTimeOffset at)
    {
        DateTimeOffset until = at + conditions.Window;
        _blindUntil = _blindUntil > until ? _blindUntil : until;
    }

    private DateTimeOffset Now(GuardParts guard)
    {
        DateTimeOffset now = guard.Now;
        return now >= _newest ? now
            : _newest - now <= FactLimits.MaxSkew ? _newest
            : throw new HistoryUnavailableException("the clock is behind the newest event of a history");
    }

    private static long Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static TemporalValue Encode(EventField field) => new($"h{field.Hash:x}", field.Number);

    /// <summary>A condition whose values are as those of events: hashed, and its windows in the unit of their times.</summary>
    private static TemporalFormula Encode(TemporalFormula formula, EventValues values) =>
        TemporalUnits.ToMilliseconds(new TemporalRewriter(static predicate => predicate, value => value.Cedar is { } literal ? Encode(values.Hash(literal)) : value).Rewrite(formula));
}
