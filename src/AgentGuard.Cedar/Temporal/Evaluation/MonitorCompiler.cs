namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>Finds a monitor for a condition. What has none is evaluated over the events of its window.</summary>
internal sealed class MonitorCompiler(KeyTable keys)
{
    private readonly Dictionary<string, TallyWindow> _windows = new(StringComparer.Ordinal);

    /// <summary>The monitor; null where there is none.</summary>
    public TemporalMonitor? Compile(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate predicate => PredicateTest.Of(predicate, keys) is { } test ? new CurrentMonitor(test) : null,
        TemporalFormula.Formerly formerly => Test(Conjuncts(formerly.Body)) is { } test ? new LastMatchMonitor(test, formerly.Seconds) : null,
        TemporalFormula.Previous previous => Test(Conjuncts(previous.Body)) is { } test ? new PreviousMonitor(test, previous.Seconds) : null,
        TemporalFormula.Since { Left: TemporalFormula.Negation broken } since =>
            Test(Conjuncts(since.Right)) is { } anchors && Test(Conjuncts(broken.Operand)) is { } breaks ? new SinceMonitor(anchors, breaks, since.Seconds) : null,
        TemporalFormula.Negation negation => Compile(negation.Operand) is { } operand ? new NegatedMonitor(operand) : null,
        TemporalFormula.Conjunction conjunction => Combine(conjunction.Parts),
        TemporalFormula.Comparison comparison => Compare(comparison),
        TemporalFormula.Exists exists => Named(exists),
        _ => null,
    };

    /// <summary>An event, and what must hold when it happens where that compares with nothing of the request but what the event says, too.</summary>
    private PredicateTest? Test(IReadOnlyList<TemporalFormula> parts, string? taken = null)
    {
        if (parts.OfType<TemporalFormula.Predicate>().FirstOrDefault() is not { } predicate)
        {
            return null;
        }

        TemporalFormula[] others = [.. parts.Where(part => !ReferenceEquals(part, predicate))];
        if (others.Length == 0)
        {
            return PredicateTest.Of(predicate, keys, taken);
        }

        // What is kept inside is asked before it hears of the event, and shared with nobody who may have heard already.
        return others.SelectMany(RequestPaths).Except(RequestPaths(predicate)).Any() || new MonitorCompiler(keys).Combine(others) is not { } inner
            ? null
            : PredicateTest.Of(predicate, keys, taken, inner);
    }

    private static List<TemporalFormula> Conjuncts(TemporalFormula formula) =>
        formula is TemporalFormula.Conjunction conjunction ? [.. conjunction.Parts.SelectMany(Conjuncts)] : [formula];

    private static IEnumerable<string> RequestPaths(TemporalFormula formula) =>
        TemporalParts.Terms(formula).Select(static part => part.Term).OfType<TemporalTerm.OfRequest>().Select(static read => read.Path);

    private CombinedMonitor? Combine(IReadOnlyList<TemporalFormula> parts)
    {
        List<TemporalMonitor> monitors = [];
        foreach (TemporalFormula part in parts)
        {
            if (Compile(part) is not { } monitor)
            {
                return null;
            }

            monitors.Add(monitor);
        }

        return new CombinedMonitor(monitors);
    }

    private TemporalMonitor? Compare(TemporalFormula.Comparison comparison) => (comparison.Left, comparison.Right) switch
    {
        (TemporalTerm.Aggregate aggregate, { } right) when TemporalComparisons.IsPlain(right) => Tally(aggregate, [(comparison.Operator, right)]),
        ({ } left, TemporalTerm.Aggregate aggregate) when TemporalComparisons.IsPlain(left) => Tally(aggregate, [(TemporalComparisons.Turned(comparison.Operator), left)]),
        ({ } left, { } right) when TemporalComparisons.IsPlain(left) && TemporalComparisons.IsPlain(right) => new RequestMonitor(comparison),
        _ => null,
    };

    /// <summary><c>exists (n: Long). (count … == n &amp;&amp; n &gt; 5)</c>: a name for a count, and what it is compared with.</summary>
    private TallyMonitor? Named(TemporalFormula.Exists exists)
    {
        if (exists.Body is not TemporalFormula.Conjunction { Parts: { } parts } || parts[0] is not TemporalFormula.Comparison { Operator: TemporalComparison.Equal } first)
        {
            return null;
        }

        TemporalTerm.Aggregate? aggregate = (first.Left, first.Right) switch
        {
            (TemporalTerm.Aggregate left, TemporalTerm.Variable name) when name.Name == exists.Name => left,
            (TemporalTerm.Variable name, TemporalTerm.Aggregate right) when name.Name == exists.Name => right,
            _ => null,
        };
        List<(TemporalComparison, TemporalTerm)> comparisons = [];
        foreach (TemporalFormula part in parts.Skip(1))
        {
            switch (part)
            {
                case TemporalFormula.Comparison { Left: TemporalTerm.Variable name } comparison when name.Name == exists.Name && TemporalComparisons.IsPlain(comparison.Right):
                    comparisons.Add((comparison.Operator, comparison.Right));
                    break;
                case TemporalFormula.Comparison { Right: TemporalTerm.Variable name } comparison when name.Name == exists.Name && TemporalComparisons.IsPlain(comparison.Left):
                    comparisons.Add((TemporalComparisons.Turned(comparison.Operator), comparison.Left));
                    break;
                default:
                    return null;
            }
        }

        return aggregate is null ? null : Tally(aggregate, comparisons);
    }

    /// <summary>One event a row: each has a timepoint of its own.</summary>
    private TallyMonitor? Tally(TemporalTerm.Aggregate aggregate, IReadOnlyList<(TemporalComparison, TemporalTerm)> comparisons)
    {
        if (aggregate.Where is not TemporalFormula.Formerly { Body: var body } formerly
            || Conjuncts(body) is not { } parts
            || parts.Find(static part => part is TemporalFormula.Timepoint) is not TemporalFormula.Timepoint timepoint
            || !aggregate.For.Contains(timepoint.Name)
            || aggregate.For.Count != (aggregate.Summed is null ? 1 : 2)
            || (aggregate.Summed is { } summed && (summed == timepoint.Name || !aggregate.For.Contains(summed))))
        {
            return null;
        }

        if (Test([.. parts.Where(part => !ReferenceEquals(part, timepoint))], aggregate.Summed) is not { } test)
        {
            return null;
        }

        if (!test.IsPlain)
        {
            return new TallyMonitor(new TallyWindow(test, formerly.Seconds), comparisons);
        }

        string name = FormattableString.Invariant($"{formerly.Seconds} {test.Predicate.Kind} {test.Predicate.Action} {test.Taken} {string.Join(',', test.Predicate.Fields.Select(static field => $"{field.Path}:{NameOf(field.Value)}"))}");
        if (!_windows.TryGetValue(name, out TallyWindow? window))
        {
            _windows.Add(name, window = new TallyWindow(test, formerly.Seconds));
        }

        return new TallyMonitor(window, comparisons);
    }

    private static string NameOf(TemporalTerm term) => term switch
    {
        TemporalTerm.Literal literal => $"= {literal.Value.Form}",
        TemporalTerm.OfRequest request => request.Path,
        TemporalTerm.Variable => "taken",
        _ => "*",
    };
}
