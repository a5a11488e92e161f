using AgentGuard.Cedar.Temporal.Evaluation;

namespace AgentGuard.Cedar.Temporal;

/// <summary>
/// One history, and the conditions that are asked about it. Conditions of the usual shapes have monitors, whose answer costs the same however much has
/// happened; the others are evaluated over the events of their windows, which are kept for them alone. Not for several threads.
/// </summary>
internal sealed class TemporalHistory
{
    private readonly Dictionary<string, (TemporalFormula Formula, TemporalMonitor? Monitor)> _conditions = new(StringComparer.Ordinal);
    private readonly Dictionary<(Values.EntityUid Action, string Kind), List<TemporalMonitor>> _hearing = [];
    private readonly List<TemporalMonitor> _hearingAll = [];
    private readonly List<TemporalEvent> _events = [];
    private readonly long _window;
    private readonly int _maxEvents;
    private readonly long _maxSteps;
    private long _observed;
    private int _first;

    /// <param name="conditions">The conditions by their names.</param>
    /// <param name="maxEvents">How many events are kept at most for conditions without a monitor.</param>
    /// <param name="maxSteps">How many steps such a condition may take.</param>
    public TemporalHistory(IReadOnlyDictionary<string, TemporalFormula> conditions, int maxEvents = 100_000, long maxSteps = 1_000_000)
    {
        _maxEvents = maxEvents;
        _maxSteps = maxSteps;
        MonitorCompiler compiler = new(new KeyTable());
        foreach ((string name, TemporalFormula formula) in conditions)
        {
            TemporalMonitor? monitor = compiler.Compile(formula);
            _conditions.Add(name, (formula, monitor));
            if (monitor is null)
            {
                _window = Math.Max(_window, TemporalWindows.Of(formula));
            }
            else if (monitor.HearsAll)
            {
                _hearingAll.Add(monitor);
            }
            else
            {
                foreach ((Values.EntityUid, string) key in monitor.Events.Select(static predicate => (predicate.Action, predicate.Kind)).Distinct())
                {
                    if (!_hearing.TryGetValue(key, out List<TemporalMonitor>? hearing))
                    {
                        _hearing.Add(key, hearing = []);
                    }

                    hearing.Add(monitor);
                }
            }
        }

        HasEvents = _conditions.Values.Any(static condition => condition.Monitor is null);
    }

    /// <summary>Whether events are kept, because a condition has no monitor.</summary>
    public bool HasEvents { get; }

    /// <summary>Takes an event in. It is never before the last one.</summary>
    /// <exception cref="TemporalFaultException">There is no room for it, or it holds what cannot be ordered or summed: what conditions say is not to be trusted until it has left every window.</exception>
    public void Observe(TemporalEvent happened)
    {
        long index = _observed++;
        if (_hearing.TryGetValue((happened.Action, happened.Kind), out List<TemporalMonitor>? hearing))
        {
            hearing.ForEach(monitor => monitor.Observe(happened, index));
        }

        _hearingAll.ForEach(monitor => monitor.Observe(happened, index));
        if (!HasEvents)
        {
            return;
        }

        // The event before counts for `previous` however old it is, and one more may be what it is before of.
        while (_first < _events.Count - 1 && happened.At - _events[_first].At > _window)
        {
            _first++;
        }

        if (_first > _events.Count / 2)
        {
            _events.RemoveRange(0, _first);
            _first = 0;
        }

        if (_events.Count - _first >= _maxEvents)
        {
            throw new TemporalFaultException($"more than {_maxEvents} events are in its window");
        }

        _events.Add(happened);
    }

    /// <summary>Whether events that are still to come could change what a condition says.</summary>
    /// <param name="name">The condition.</param>
    /// <param name="holds">What it says now.</param>
    /// <param name="outlook">The events and the request.</param>
    public bool CouldTurn(string name, bool holds, TemporalOutlook outlook) => outlook.CouldBecome(_conditions[name].Formula, !holds);

    /// <summary>Whether a condition holds now that a request has come.</summary>
    /// <param name="name">The condition.</param>
    /// <param name="request">The values of the request.</param>
    /// <param name="current">The request as an event, which has not been taken in yet.</param>
    /// <exception cref="TemporalFaultException">It cannot be told.</exception>
    public bool Holds(string name, TemporalRequest request, TemporalEvent current)
    {
        (TemporalFormula formula, TemporalMonitor? monitor) = _conditions[name];
        if (monitor is not null)
        {
            return monitor.Holds(request, current);
        }

        TemporalEvent[] events = new TemporalEvent[_events.Count - _first + 1];
        _events.CopyTo(_first, events, 0, events.Length - 1);
        events[^1] = current;
        return new TemporalEvaluator(events, request.Values, _maxSteps).Holds(formula);
    }
}
