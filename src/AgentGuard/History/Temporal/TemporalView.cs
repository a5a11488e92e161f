using AgentGuard.Cedar.Temporal;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What this guard knows of the events of one history: its temporal conditions, kept up to date. It can be thrown away, and is made again from what the store holds.</summary>
internal sealed class TemporalView(HistoryPartition partition, BundleConditions conditions, EventValues values) : IHistoryView
{
    private const long MillisecondsPerSecond = 1000;

    private readonly Lock _lock = new();
    private readonly RunningCalls _running = new();
    private readonly TemporalHistory _history = new(conditions.All.ToDictionary(static condition => condition.Name, condition => Encode(condition.Formula, values)));
    private DateTimeOffset _newest = DateTimeOffset.MinValue;
    private DateTimeOffset _lastUse = DateTimeOffset.MinValue;
    private DateTimeOffset? _blindUntil;
    private long _cursor;

    public bool IsIdleSince(DateTimeOffset at)
    {
        lock (_lock)
        {
            return _lastUse < at;
        }
    }

    /// <summary>Brings the conditions up to date and asks for some of them.</summary>
    /// <param name="asked">The conditions.</param>
    /// <param name="needed">Those that the tool's policies read.</param>
    /// <param name="call">The call that is decided.</param>
    /// <param name="decisionId">Its decision.</param>
    /// <param name="blindUntil">Until when events may be missing from before it was known that they are needed.</param>
    /// <param name="guard">The guard.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What holds at which version; or why it cannot be told.</returns>
    /// <exception cref="HistoryUnavailableException">The clock went back.</exception>
    public async ValueTask<TemporalAnswer> ReadAsync(
        IReadOnlyList<TemporalCondition> asked, IReadOnlyList<TemporalCondition> needed, PreparedCall call, string decisionId, DateTimeOffset? blindUntil, GuardParts guard, CancellationToken cancellationToken)
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

                Hear(events with { LostAt = guard.Lost.LostAt(partition, events.LostAt) });
                DateTimeOffset now = guard.NowAfter(_newest);

                // What was read at a time is forgotten for every time before.
                (_newest, _lastUse) = (now, now);
                bool isBlind = _blindUntil >= now || blindUntil >= now;
                return isBlind && needed.Count > 0
                    ? Unknown("its history is incomplete: a condition is new, or an event could not be recorded")
                    : Answer(isBlind ? [] : asked, needed, call, decisionId, now, guard.History.Retention) with { Version = Math.Min(_cursor, events.Version) };
            }
        }
    }

    private TemporalAnswer Unknown(string why) => new(null, partition, 0, new Denial(DenyReasons.HistoryUnknown, $"a temporal condition cannot be told: {why}"));

    /// <summary>A condition that the tool's policies do not read, and that cannot be told, is left out: whoever else asks for it does without.</summary>
    private TemporalAnswer Answer(IReadOnlyList<TemporalCondition> asked, IReadOnlyList<TemporalCondition> needed, PreparedCall call, string decisionId, DateTimeOffset now, TimeSpan retention)
    {
        Dictionary<string, TemporalValue> request = Read(asked.SelectMany(static condition => condition.RequestPaths), FieldOf, call, decisionId);
        TemporalRequest asks = new(request);
        Dictionary<string, TemporalValue> fields = Read(conditions.FieldsOf(HistoryEventKinds.Request, call.Tool.Id.Action) ?? [], static field => field, call, decisionId);
        TemporalEvent current = new(now.ToUnixTimeMilliseconds(), call.Tool.Id.Action, HistoryEventKinds.Request, fields);
        List<KeyValuePair<string, Value>> holds = [];
        foreach (TemporalCondition condition in asked)
        {
            try
            {
                holds.Add(KeyValuePair.Create(condition.Name, (Value)Holds(condition, asks, current)));
            }
            catch (TemporalFaultException e)
            {
                if (needed.Contains(condition))
                {
                    return Unknown(e.Message);
                }
            }
        }

        IReadOnlyList<(ToolId Tool, TemporalEvent Outcome)> coming = _running.Outcomes(since: (now - retention).ToUnixTimeMilliseconds());
        return new TemporalAnswer(new CedarRecord(holds), partition, 0, Unknown: null)
        {
            Prospects = coming.Count == 0 ? null : new TemporalProspects(_history, holds, coming, request),
        };
    }

    private bool Holds(TemporalCondition condition, TemporalRequest request, TemporalEvent current)
    {
        foreach (string path in condition.RequestPaths)
        {
            if (!request.Values.ContainsKey(path))
            {
                throw new TemporalFaultException($"the call has no `{path}`");
            }
        }

        return _history.Holds(condition.Name, request, current);
    }

    private Dictionary<string, TemporalValue> Read(IEnumerable<string> names, Func<string, string> fieldOf, PreparedCall call, string decisionId)
    {
        Dictionary<string, TemporalValue> read = new(StringComparer.Ordinal);
        foreach (string name in names.Distinct())
        {
            if (values.ReadAny(fieldOf(name), call, decisionId, result: null) is { } value)
            {
                read[name] = TemporalEvents.Encode(value);
            }
        }

        return read;
    }

    /// <summary>The field of an event in which a value of the request stands.</summary>
    private static string FieldOf(string path) => path switch { "principal" => "root", "resource" => "resource", _ => path["context.".Length..] };

    private void Hear(HistoryEvents events)
    {
        foreach (HistoryEvent happened in events.Events)
        {
            _newest = happened.At > _newest ? happened.At : _newest;
            _cursor = happened.Sequence;
            TemporalEvent asEvent = TemporalEvents.Of(happened);
            _running.Hear(happened, asEvent);
            if (HistoryEventKinds.IsOfRefused(happened.Kind))
            {
                _history.Observe(WithoutUnnumbered(asEvent));
                continue;
            }

            // Nearly every event has all that is needed of its kind, and then no condition is looked at.
            if (conditions.FieldsOf(asEvent.Kind, asEvent.Action)?.All(asEvent.Fields.ContainsKey) == false)
            {
                foreach (TemporalCondition condition in conditions.All.Where(condition => condition.Events.Any(predicate => IsIncomplete(asEvent, predicate))))
                {
                    _history.Distrust(condition.Name, asEvent.At);
                }
            }

            _history.Observe(asEvent);
        }

        _cursor = Math.Max(_cursor, events.Version);
        if (events.LostAt is { } lost)
        {
            BlindFrom(lost);
        }
    }

    /// <summary>What is no number where one is needed was never admitted, and counts as not there.</summary>
    private TemporalEvent WithoutUnnumbered(TemporalEvent happened) => conditions.Numbers.Any(field => happened.Fields.TryGetValue(field, out TemporalValue? value) && value.Integer is null)
        ? happened with { Fields = happened.Fields.Where(field => !conditions.Numbers.Contains(field.Key) || field.Value.Integer is not null).ToDictionary(StringComparer.Ordinal) }
        : happened;

    private static bool IsIncomplete(TemporalEvent happened, TemporalFormula.Predicate predicate) =>
        happened.Kind == predicate.Kind && happened.Action.Equals(predicate.Action) && predicate.Fields.Any(field => !happened.Fields.ContainsKey(field.Path));

    /// <summary>What is missing may matter until it would have left every window.</summary>
    private void BlindFrom(DateTimeOffset at)
    {
        DateTimeOffset until = at + conditions.Window;
        _blindUntil = _blindUntil > until ? _blindUntil : until;
    }

    /// <summary>A condition whose values are as those of events: hashed, and its windows in the unit of their times.</summary>
    private static TemporalFormula Encode(TemporalFormula formula, EventValues values) => new TemporalRewriter
    {
        Literal = value => TemporalEvents.Encode(values.Hash(value.Cedar!.Value)),
        Window = static seconds => seconds * MillisecondsPerSecond,
    }.Rewrite(formula);
}
