using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>One session's history in memory: running totals that a decision reads, and the newest calls for operators.</summary>
internal sealed class SessionLedger(SessionKey key, DateTimeOffset startedAt, DateTimeOffset now)
{
    private const int KeptInvocations = 100;

    private readonly Lock _lock = new();
    private readonly Queue<string> _order = new();
    private readonly Dictionary<string, Invocation> _invocations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _refusalsBefore = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _labels = new(StringComparer.Ordinal);
    private SessionHistory? _snapshot;
    private CedarSet? _toolSet;
    private CedarSet? _labelSet;
    private DateTimeOffset _lastUse = now;
    private long _version;
    private long _running;
    private long _calls;
    private long _denied;
    private int _refusals;

    public void Touch(SessionKey user, DateTimeOffset at)
    {
        if (user.Tenant != key.Tenant || !user.Root.Equals(key.Root))
        {
            throw new SessionMismatchException();
        }

        lock (_lock)
        {
            _lastUse = at;
        }
    }

    public bool IsIdleSince(DateTimeOffset at)
    {
        lock (_lock)
        {
            return _lastUse < at && _running == 0;
        }
    }

    public SessionHistory Read()
    {
        lock (_lock)
        {
            return _snapshot ??= new SessionHistory(_version, Facts(), _refusals, startedAt);
        }
    }

    public bool TryReserve(long version, Invocation invocation)
    {
        lock (_lock)
        {
            if (version != _version)
            {
                return false;
            }

            _calls++;
            _running++;

            // Not when it ends: a call that was running all along would let a session go on that was held meanwhile.
            if (_refusals > 0)
            {
                _refusalsBefore[invocation.DecisionId] = _refusals;
            }

            _refusals = 0;
            Count(invocation.Tool, 1);
            Keep(invocation);
            return true;
        }
    }

    public void Record(Invocation invocation)
    {
        lock (_lock)
        {
            if (invocation.Outcome == InvocationOutcome.Denied)
            {
                _denied++;
                _refusals++;
            }

            if (_invocations.TryGetValue(invocation.DecisionId, out Invocation? known) && known.Outcome == InvocationOutcome.Released)
            {
                // Admitted, given back, and refused after all: it is one call.
                _invocations[invocation.DecisionId] = invocation;
                Changed();
                return;
            }

            Keep(invocation);
        }
    }

    public void Complete(string decisionId, InvocationOutcome outcome, IReadOnlyList<string> labels)
    {
        lock (_lock)
        {
            if (!_invocations.TryGetValue(decisionId, out Invocation? invocation) || invocation.Outcome != InvocationOutcome.Admitted)
            {
                throw new InvalidOperationException($"decision {decisionId} has no running call");
            }

            _running--;
            _refusalsBefore.Remove(decisionId, out int refusalsBefore);
            _invocations[decisionId] = invocation with { Outcome = outcome };
            if (outcome == InvocationOutcome.Released)
            {
                _calls--;
                _refusals += refusalsBefore;
                Count(invocation.Tool, -1);
            }
            else
            {
                foreach (string label in labels)
                {
                    _labelSet = _labels.Add(label) ? null : _labelSet;
                }
            }

            Changed();
        }
    }

    public void ClearRefusals()
    {
        lock (_lock)
        {
            _refusals = 0;
            Changed();
        }
    }

    public IReadOnlyList<Invocation> List()
    {
        lock (_lock)
        {
            return [.. _order.Select(id => _invocations[id])];
        }
    }

    private void Count(ToolId tool, int change)
    {
        string name = tool.ToString();
        long count = _counts.GetValueOrDefault(name) + change;
        if (count == 0)
        {
            _counts.Remove(name);
        }
        else
        {
            _counts[name] = count;
        }

        if (count == 0 || count == change)
        {
            _toolSet = null;
        }
    }

    private void Keep(Invocation invocation)
    {
        _invocations.Add(invocation.DecisionId, invocation);
        _order.Enqueue(invocation.DecisionId);
        // A call that still runs is never dropped: its outcome is to come.
        for (int looked = 0; _order.Count > KeptInvocations && looked < KeptInvocations; looked++)
        {
            string oldest = _order.Dequeue();
            if (_invocations[oldest].Outcome == InvocationOutcome.Admitted)
            {
                _order.Enqueue(oldest);
                continue;
            }

            _invocations.Remove(oldest);
            break;
        }

        Changed();
    }

    private void Changed()
    {
        _version++;
        _snapshot = null;
    }

    /// <summary>The sets are kept: a session that goes on uses few new tools, and meets few new labels.</summary>
    private CedarRecord Facts()
    {
        _labelSet ??= new CedarSet(_labels.Select(static label => (Value)label));
        _toolSet ??= new CedarSet(_counts.Keys.Select(static tool => (Value)tool));
        int i = 0;
        KeyValuePair<string, Value>[] counts = new KeyValuePair<string, Value>[_counts.Count];
        foreach ((string tool, long count) in _counts)
        {
            counts[i++] = new(tool, count);
        }

        return new CedarRecord(new KeyValuePair<string, Value>[]
        {
            new("calls", _calls),
            new("counts", new CedarRecord(counts)),
            new("denied", _denied),
            new("labels", _labelSet),
            new("tools", _toolSet),
        });
    }
}
