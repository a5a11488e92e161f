namespace AgentGuard;

/// <summary>Changes that are made together, and the yeses that are given beside them.</summary>
internal sealed class ChangeSet : IEquatable<ChangeSet>
{
    // Of alternatives in alternatives there is no end; the smallest are worth looking at.
    private const int MaxSets = 12;

    private ChangeSet(IReadOnlyList<Change> changes, IReadOnlyList<string> yeses, IReadOnlyList<string>? also = null)
    {
        Changes = changes;
        Yeses = yeses;
        Needs = [.. changes.Where(static change => change.Kind != ChangeKind.Present).Select(static change => change.Text).Concat(also ?? []).Distinct(), .. yeses];
        Also = also ?? [];
    }

    public static ChangeSet None { get; } = new([], []);

    public IReadOnlyList<Change> Changes { get; }

    public IReadOnlyList<string> Yeses { get; }

    /// <summary>All that it takes, as explanations say it.</summary>
    public IReadOnlyList<string> Needs { get; }

    /// <summary>Whether nothing is only said to be there without a value.</summary>
    public bool IsWhole => Changes.All(static change => change.Kind != ChangeKind.Present);

    /// <summary>Few changes before many, and what is easily changed before what is not: an argument, a yes, who named it, a right, a fact.</summary>
    public (int Count, int Hardest) Size => (
        Needs.Count,
        Math.Max(Yeses.Count > 0 ? 1 : 0, Changes.Select(static change => change.Place.Kind == PlaceKind.Argument ? 0 : (int)change.Place.Kind + 1).DefaultIfEmpty(0).Max()));

    /// <summary>What else holds of a place for which a narrower change was chosen.</summary>
    private IReadOnlyList<string> Also { get; }

    public static IReadOnlyList<ChangeSet> Of(IEnumerable<Change> changes) => Smallest(changes.Select(static change => new ChangeSet([change], [])));

    public static ChangeSet OfYeses(IReadOnlyList<string> yeses) => new([], yeses);

    /// <summary>The same changes with the yeses that they turned out to need.</summary>
    public ChangeSet With(IReadOnlyList<string> yeses) => new(Changes, yeses, Also);

    /// <summary>Whether it is enough where the other is offered.</summary>
    public bool IsPartOf(ChangeSet other) => Needs.All(other.Needs.Contains);

    /// <summary>Either of two.</summary>
    public static IReadOnlyList<ChangeSet> Either(IReadOnlyList<ChangeSet> some, IReadOnlyList<ChangeSet> others) => Smallest(some.Concat(others));

    /// <summary>One of each together.</summary>
    public static IReadOnlyList<ChangeSet> Both(IReadOnlyList<ChangeSet> some, IReadOnlyList<ChangeSet> others) =>
        Smallest(some.SelectMany(one => others.SelectMany(other => Together(one, other))));

    /// <summary>The same changes and yeses, in whatever order.</summary>
    public bool Equals(ChangeSet? other) => other is not null
        && Changes.Count == other.Changes.Count && Changes.All(other.Changes.Contains)
        && Needs.Count == other.Needs.Count && Needs.All(other.Needs.Contains);

    public override bool Equals(object? obj) => Equals(obj as ChangeSet);

    public override int GetHashCode() => Changes.Aggregate(Needs.Count, static (hash, change) => hash ^ change.GetHashCode());

    private static IReadOnlyList<ChangeSet> Smallest(IEnumerable<ChangeSet> sets) =>
        [.. sets.Distinct().OrderBy(static set => set.Size).Take(MaxSets)];

    /// <summary>Where two want another value of one place, either may do for both.</summary>
    private static IEnumerable<ChangeSet> Together(ChangeSet one, ChangeSet other)
    {
        if (!one.Changes.Any(change => other.Changes.Any(second => IsConflict(change, second))))
        {
            return [Join(one, other)];
        }

        return [Join(one, Without(other, one)), Join(Without(one, other), other)];
    }

    private static bool IsConflict(Change one, Change other) =>
        one != other && !one.GoesWith(other) && one.Kind != ChangeKind.Present && other.Kind != ChangeKind.Present;

    private static ChangeSet Join(ChangeSet one, ChangeSet other)
    {
        List<Change> all = [.. one.Changes.Union(other.Changes)];
        all.RemoveAll(change => change.Kind == ChangeKind.Present
            && all.Exists(second => second.Kind is ChangeKind.Set or ChangeKind.Add && second.Place.IsWithin(change.Place)));
        return new ChangeSet(all, [.. one.Yeses.Union(other.Yeses)], [.. one.Also.Union(other.Also)]);
    }

    /// <summary>A set without what the winner decides otherwise. Of two bounds on the same side one is enough; a bound on the other side still has to be said.</summary>
    private static ChangeSet Without(ChangeSet set, ChangeSet winner)
    {
        List<Change> beaten = [.. set.Changes.Where(change => winner.Changes.Any(won => IsConflict(won, change)))];
        IEnumerable<string> said = beaten
            .Where(change => change.Reach != Reach.One && winner.Changes.Any(won => IsConflict(won, change) && won.Reach is not Reach.One && won.Reach != change.Reach))
            .Select(static change => change.Text);
        return new ChangeSet([.. set.Changes.Except(beaten)], set.Yeses, [.. set.Also, .. said]);
    }
}
