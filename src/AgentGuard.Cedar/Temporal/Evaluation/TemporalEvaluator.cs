using System.Collections.Immutable;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Temporal.Evaluation;

/// <summary>
/// Evaluates conditions over a list of events as their meaning is written down: the rows of bindings with which a formula holds at an event
/// (past-only metric first-order temporal logic, finite traces). Slow and plain; each evaluation has a limit of steps.
/// </summary>
/// <param name="events">The events, oldest first; the last is the one that is decided.</param>
/// <param name="request">The values of the request that is decided, by their paths.</param>
/// <param name="maxSteps">How many steps an evaluation may take.</param>
/// <param name="isStrict">Whether it is a fault to order or sum what is no whole number, as a guard needs it; in Dogwood such a comparison is false, and nothing is summed.</param>
internal sealed class TemporalEvaluator(IReadOnlyList<TemporalEvent> events, IReadOnlyDictionary<string, TemporalValue> request, long maxSteps, bool isStrict = true)
{
    private static readonly ImmutableDictionary<string, TemporalValue> s_empty = ImmutableDictionary.Create<string, TemporalValue>(StringComparer.Ordinal);
    private Dictionary<(EntityUid Action, string Kind), List<int>>? _places;
    private long _steps;

    /// <summary>Whether a condition holds now.</summary>
    /// <exception cref="TemporalFaultException">It takes too many steps, a sum is no Long, or what is no whole number is ordered or summed.</exception>
    public bool Holds(TemporalFormula condition) => events.Count > 0 && Rows(condition, events.Count - 1, s_empty).Any();

    private IEnumerable<ImmutableDictionary<string, TemporalValue>> Rows(TemporalFormula formula, int at, ImmutableDictionary<string, TemporalValue> known)
    {
        if (++_steps > maxSteps)
        {
            throw new TemporalFaultException($"it takes more than {maxSteps} steps");
        }

        return formula switch
        {
            TemporalFormula.Predicate predicate => Match(predicate, events[at], known) is { } row ? [row] : [],
            TemporalFormula.Conjunction conjunction => Conjoin(conjunction.Parts, 0, at, known),
            TemporalFormula.Negation negation => Rows(negation.Operand, at, known).Any() ? [] : [known],
            TemporalFormula.Formerly formerly => Within(at, formerly.Seconds, formerly.Body).SelectMany(past => Rows(formerly.Body, past, known)),
            TemporalFormula.Previous previous => at > 0 && IsWithin(at, at - 1, previous.Seconds) ? Rows(previous.Body, at - 1, known) : [],
            TemporalFormula.Since since => Within(at, since.Seconds, since.Right).SelectMany(past => Rows(since.Right, past, known).Where(row => HeldSince(since.Left, past, at, row))),
            TemporalFormula.Exists exists => Exists(exists, at, known),
            TemporalFormula.Timepoint timepoint => Bind(timepoint.Name, TemporalValue.Of(at), known),
            TemporalFormula.Comparison comparison => Compare(comparison, at, known),
            _ => throw new TemporalFaultException("it holds a formula of no known kind"),
        };
    }

    private IEnumerable<ImmutableDictionary<string, TemporalValue>> Conjoin(IReadOnlyList<TemporalFormula> parts, int part, int at, ImmutableDictionary<string, TemporalValue> known) =>
        part == parts.Count ? [known] : Rows(parts[part], at, known).SelectMany(row => Conjoin(parts, part + 1, at, row));

    private bool HeldSince(TemporalFormula left, int anchor, int at, ImmutableDictionary<string, TemporalValue> row)
    {
        for (int past = anchor + 1; past <= at; past++)
        {
            if (!Rows(left, past, row).Any())
            {
                return false;
            }
        }

        return true;
    }

    private IEnumerable<ImmutableDictionary<string, TemporalValue>> Exists(TemporalFormula.Exists exists, int at, ImmutableDictionary<string, TemporalValue> known)
    {
        // An outer value of the name is another one, and comes back behind it.
        bool isHidden = known.TryGetValue(exists.Name, out TemporalValue? outer);
        HashSet<string> seen = [];
        foreach (ImmutableDictionary<string, TemporalValue> row in Rows(exists.Body, at, known.Remove(exists.Name)))
        {
            ImmutableDictionary<string, TemporalValue> projected = isHidden ? row.SetItem(exists.Name, outer!) : row.Remove(exists.Name);
            if (seen.Add(FormOf(projected, projected.Keys.Order(StringComparer.Ordinal))))
            {
                yield return projected;
            }
        }
    }

    private ImmutableDictionary<string, TemporalValue>? Match(TemporalFormula.Predicate predicate, TemporalEvent happened, ImmutableDictionary<string, TemporalValue> known)
    {
        if (happened.Kind != predicate.Kind || !happened.Action.Equals(predicate.Action))
        {
            return null;
        }

        foreach ((string path, TemporalTerm term) in predicate.Fields)
        {
            if (!happened.Fields.TryGetValue(path, out TemporalValue? value))
            {
                return null;
            }

            if (term is TemporalTerm.Variable variable && !known.ContainsKey(variable.Name))
            {
                known = known.SetItem(variable.Name, value);
            }
            else if (term is not TemporalTerm.Wildcard && !(Resolve(term, known) is { } wanted && value.IsSame(wanted)))
            {
                return null;
            }
        }

        return known;
    }

    private IEnumerable<ImmutableDictionary<string, TemporalValue>> Compare(TemporalFormula.Comparison comparison, int at, ImmutableDictionary<string, TemporalValue> known)
    {
        TemporalValue? left = Value(comparison.Left, at, known);
        TemporalValue? right = Value(comparison.Right, at, known);
        if (comparison.Operator == TemporalComparison.Equal && (left is null) != (right is null))
        {
            TemporalTerm open = left is null ? comparison.Left : comparison.Right;
            return open is TemporalTerm.Variable variable ? Bind(variable.Name, (left ?? right)!, known) : [];
        }

        return left is not null && right is not null && Holds(left, comparison.Operator, right) ? [known] : [];
    }

    private bool Holds(TemporalValue left, TemporalComparison comparison, TemporalValue right) =>
        isStrict ? TemporalComparisons.HoldsStrictly(left, comparison, right) : TemporalComparisons.Holds(left, comparison, right);

    private static IEnumerable<ImmutableDictionary<string, TemporalValue>> Bind(string name, TemporalValue value, ImmutableDictionary<string, TemporalValue> known) =>
        !known.TryGetValue(name, out TemporalValue? bound) ? [known.SetItem(name, value)] : bound.IsSame(value) ? [known] : [];

    private TemporalValue? Value(TemporalTerm term, int at, ImmutableDictionary<string, TemporalValue> known) =>
        term is TemporalTerm.Aggregate aggregate ? Aggregate(aggregate, at, known) : Resolve(term, known);

    private TemporalValue? Resolve(TemporalTerm term, ImmutableDictionary<string, TemporalValue> known) => term switch
    {
        TemporalTerm.Variable variable => known.GetValueOrDefault(variable.Name),
        _ => TemporalComparisons.Resolve(term, request),
    };

    private TemporalValue Aggregate(TemporalTerm.Aggregate aggregate, int at, ImmutableDictionary<string, TemporalValue> known)
    {
        HashSet<string> rows = [];
        Int128 sum = 0;
        foreach (ImmutableDictionary<string, TemporalValue> row in Rows(aggregate.Where, at, known.RemoveRange(aggregate.For)))
        {
            if (rows.Add(FormOf(row, aggregate.For)) && aggregate.Summed is { } summed)
            {
                sum += row.GetValueOrDefault(summed)?.Integer ?? (isStrict ? throw new TemporalFaultException($"it sums `{summed}`, which is no whole number in an event of its window") : 0);
            }
        }

        return aggregate.Summed is null ? TemporalValue.Of(rows.Count)
            : sum >= long.MinValue && sum <= long.MaxValue ? TemporalValue.Of((long)sum)
            : throw new TemporalFaultException("its sum is no Long");
    }

    private static string FormOf(ImmutableDictionary<string, TemporalValue> row, IEnumerable<string> names) =>
        TemporalValue.OfRecord(names.Where(row.ContainsKey).Select(name => KeyValuePair.Create(name, row[name]))).Form;

    /// <summary>The events of a window at which a formula may hold, newest first: where it asks for an event, those of that action and kind.</summary>
    private IEnumerable<int> Within(int at, long seconds, TemporalFormula formula)
    {
        if (EventOf(formula) is not { } predicate)
        {
            return Enumerable.Range(0, at + 1).Reverse().Where(past => IsWithin(at, past, seconds));
        }

        if (_places is null)
        {
            _places = [];
            for (int i = 0; i < events.Count; i++)
            {
                (EntityUid, string) key = (events[i].Action, events[i].Kind);
                if (!_places.TryGetValue(key, out List<int>? same))
                {
                    _places.Add(key, same = []);
                }

                same.Add(i);
            }
        }

        return _places.TryGetValue((predicate.Action, predicate.Kind), out List<int>? places) ? PlacesWithin(places, at, seconds) : [];
    }

    private IEnumerable<int> PlacesWithin(List<int> places, int at, long seconds)
    {
        int found = places.BinarySearch(at);
        for (int i = found < 0 ? ~found - 1 : found; i >= 0; i--)
        {
            if (IsWithin(at, places[i], seconds))
            {
                yield return places[i];
            }
        }
    }

    private static TemporalFormula.Predicate? EventOf(TemporalFormula formula) => formula switch
    {
        TemporalFormula.Predicate predicate => predicate,
        TemporalFormula.Conjunction conjunction => conjunction.Parts.Select(EventOf).FirstOrDefault(static predicate => predicate is not null),
        _ => null,
    };

    /// <summary>Closed at both ends.</summary>
    private bool IsWithin(int at, int past, long seconds) => events[at].At - events[past].At is >= 0 and var age && age <= seconds;
}
