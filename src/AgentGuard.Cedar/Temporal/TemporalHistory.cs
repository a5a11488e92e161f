using AgentGuard.Cedar.Temporal.Evaluation;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal;

/// <summary>
/// One history, and the conditions that are asked about it. Conditions of the usual shapes have monitors, whose answer costs the same however much has
/// happened; the others are evaluated over the events of their windows, which are kept for them alone. Not for several threads.
/// </summary>
internal sealed class TemporalHistory
{
    private readonly Dictionary<string, Condition> _conditions = new(StringComparer.Ordinal);
    private readonly Dictionary<(EntityUid Action, string Kind), List<Condition>> _hearing = [];
    private readonly List<Condition> _hearingAll = [];
    private readonly List<Condition> _evaluated = [];
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
            Condition condition = new(formula, compiler.Compile(formula));
            _conditions.Add(name, condition);
            if (condition.Monitor is not { } monitor)
            {
                _evaluated.Add(condition);
                _window = Math.Max(_window, condition.Window);
            }
            else if (monitor.HearsAll)
            {
                _hearingAll.Add(condition);
            }
            else
            {
                foreach ((EntityUid, string) key in monitor.Events.Select(static predicate => (predicate.Action, predicate.Kind)).Distinct())
                {
                    if (!_hearing.TryGetValue(key, out List<Condition>? hearing))
                    {
                        _hearing.Add(key, hearing = []);
                    }

                    hearing.Add(condition);
                }
            }
        }
    }

    /// <summary>
    /// Takes an event in. It is never before the last one. A condition for which there is no room for it, or that would order or sum what of it is no whole number,
    /// cannot be told until it has left the condition's windows.
    /// </summary>
    public void Observe(TemporalEvent happened)
    {
        long index = _observed++;
        if (_hearing.TryGetValue((happened.Action, happened.Kind), out List<Condition>? hearing))
        {
            hearing.ForEach(condition => condition.Observe(happened, index));
        }

        _hearingAll.ForEach(condition => condition.Observe(happened, index));
        if (_evaluated.Count > 0)
        {
            Keep(happened);
        }
    }

    /// <summary>Says that what happened at a time is not known as a condition needs it.</summary>
    public void Distrust(string name, long at) => _conditions[name].Distrust(at, "an event in its window is not known, or says less than it asks for");

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
        Condition condition = _conditions[name];
        if (condition.Fault is { } fault && current.At <= condition.FaultUntil)
        {
            throw new TemporalFaultException(fault);
        }

        if (condition.Monitor is { } monitor)
        {
            return monitor.Holds(request, current);
        }

        TemporalEvent[] events = new TemporalEvent[_events.Count - _first + 1];
        _events.CopyTo(_first, events, 0, events.Length - 1);
        events[^1] = current;
        return new TemporalEvaluator(events, request.Values, _maxSteps).Holds(condition.Formula);
    }

    private void Keep(TemporalEvent happened)
    {
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

        if (_events.Count - _first < _maxEvents)
        {
            _events.Add(happened);
        }
        else
        {
            _evaluated.ForEach(condition => condition.Distrust(happened.At, $"more than {_maxEvents} events are in its window"));
        }
    }

    private sealed class Condition(TemporalFormula formula, TemporalMonitor? monitor)
    {
        public TemporalFormula Formula => formula;

        public TemporalMonitor? Monitor => monitor;

        public long Window { get; } = TemporalWindows.Of(formula);

        /// <summary>Why it cannot be told; null where it can.</summary>
        public string? Fault { get; private set; }

        public long FaultUntil { get; private set; }

        public void Observe(TemporalEvent happened, long index)
        {
            try
            {
                monitor!.Observe(happened, index);
            }
            catch (TemporalFaultException e)
            {
                Distrust(happened.At, e.Message);
            }
        }

        public void Distrust(long at, string why)
        {
            Fault = why;
            FaultUntil = Math.Max(FaultUntil, at > long.MaxValue - Window ? long.MaxValue : at + Window);
        }
    }
}
