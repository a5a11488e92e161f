namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>
/// An event that a monitor counts: what of it must be so, what must be as in the request, and what else must hold when it happens. That is known at once, since
/// it asks for nothing that comes later, and of the request only for what the event itself says.
/// </summary>
internal sealed class PredicateTest
{
    private readonly List<(string Path, TemporalValue Value)> _literals = [];
    private readonly List<string> _present = [];
    private readonly List<string> _fields = [];
    private readonly TemporalMonitor? _inner;
    private KeyPaths _paths = null!;

    private PredicateTest(TemporalFormula.Predicate predicate, TemporalMonitor? inner)
    {
        Predicate = predicate;
        _inner = inner;
    }

    public TemporalFormula.Predicate Predicate { get; }

    /// <summary>The events that tell it something.</summary>
    public IEnumerable<TemporalFormula.Predicate> Events => _inner is null ? [Predicate] : [Predicate, .. _inner.Events];

    /// <summary>Whether it must hear of every event.</summary>
    public bool HearsAll => _inner is { HearsAll: true };

    /// <summary>Whether it asks for nothing but the event.</summary>
    public bool IsPlain => _inner is null;

    /// <summary>The field whose value is taken; null for none.</summary>
    public string? Taken { get; private set; }

    /// <summary>A test for an event, if it compares with values and the request alone.</summary>
    /// <param name="predicate">The event.</param>
    /// <param name="keys">The paths that conditions of the same history look events up by.</param>
    /// <param name="taken">A name that one of its fields may give a value; null for none.</param>
    /// <param name="inner">What else must hold when it happens; null for nothing.</param>
    public static PredicateTest? Of(TemporalFormula.Predicate predicate, KeyTable keys, string? taken = null, TemporalMonitor? inner = null)
    {
        PredicateTest test = new(predicate, inner);
        List<string> paths = [];
        foreach ((string path, TemporalTerm term) in predicate.Fields)
        {
            switch (term)
            {
                case TemporalTerm.Literal literal:
                    test._literals.Add((path, literal.Value));
                    break;
                case TemporalTerm.Wildcard:
                    test._present.Add(path);
                    break;
                case TemporalTerm.OfRequest request:
                    test._fields.Add(path);
                    paths.Add(request.Path);
                    break;
                case TemporalTerm.Variable variable when variable.Name == taken && test.Taken is null:
                    test.Taken = path;
                    break;
                default:
                    return null;
            }
        }

        test._paths = keys.Intern(paths);
        return taken is not null && test.Taken is null ? null : test;
    }

    /// <summary>The key by which an event is counted; null where it is another event.</summary>
    public UInt128? KeyOf(TemporalEvent happened)
    {
        if (happened.Kind != Predicate.Kind || !happened.Action.Equals(Predicate.Action) || (Taken is { } taken && !happened.Fields.ContainsKey(taken)))
        {
            return null;
        }

        foreach ((string path, TemporalValue value) in _literals)
        {
            if (!happened.Fields.TryGetValue(path, out TemporalValue? found) || !found.IsSame(value))
            {
                return null;
            }
        }

        return _present.TrueForAll(happened.Fields.ContainsKey) && TemporalKey.Of(_fields, happened.Fields) is { } key && HoldsWith(happened) ? key : null;
    }

    /// <summary>Hears of an event, after it was asked for its key.</summary>
    public void Observe(TemporalEvent happened, long index) => _inner?.Observe(happened, index);

    /// <summary>Asks on behalf of every request that the event can be for: one that has the same values.</summary>
    private bool HoldsWith(TemporalEvent happened)
    {
        if (_inner is null)
        {
            return true;
        }

        Dictionary<string, TemporalValue> request = new(StringComparer.Ordinal);
        for (int i = 0; i < _fields.Count; i++)
        {
            request[_paths.Paths[i]] = happened.Fields[_fields[i]];
        }

        return _inner.Holds(new TemporalRequest(request), happened);
    }

    /// <summary>The key by which a request asks; null where it lacks a value.</summary>
    public UInt128? KeyOf(TemporalRequest request) => request.KeyOf(_paths);
}
