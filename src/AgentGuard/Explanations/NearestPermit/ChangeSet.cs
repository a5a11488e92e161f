namespace AgentGuard;

/// <summary>Changes that are made together, and the yeses that are given beside them.</summary>
internal sealed class ChangeSet : IEquatable<ChangeSet>
{
    private ChangeSet(IReadOnlyList<Change> changes, IReadOnlyList<string> yeses, IReadOnlyList<string> also)
    {
        Changes = changes;
        Yeses = yeses;
        Also = also;
    }

    public static ChangeSet None { get; } = new([], [], []);

    public IReadOnlyList<Change> Changes { get; }

    public IReadOnlyList<string> Yeses { get; }

    /// <summary>All that it takes, as explanations say it.</summary>
    public IReadOnlyList<string> Needs => field ??= Say();

    /// <summary>Whether nothing is only said to be there without a value.</summary>
    public bool IsWhole => Changes.All(static change => change.Kind != ChangeKind.Present);

    /// <summary>How many things it takes.</summary>
    public int Size => Needs.Count;

    /// <summary>How hard the hardest of them is to come by: an argument, a yes, somebody who names it, a right, a fact.</summary>
    public int Hardness
    {
        get
        {
            int hardest = Yeses.Count > 0 ? 1 : 0;
            foreach (Change change in Changes)
            {
                hardest = Math.Max(hardest, change.Place.Kind == PlaceKind.Argument ? 0 : (int)change.Place.Kind + 1);
            }

            return hardest;
        }
    }

    /// <summary>What else holds of a place for which a narrower change was chosen.</summary>
    private IReadOnlyList<string> Also { get; }

    public static ChangeSet Of(Change change) => new([change], [], []);

    public static ChangeSet OfYeses(IReadOnlyList<string> yeses) => new([], yeses, []);

    /// <summary>The same changes with the yeses that they turned out to need.</summary>
    public ChangeSet With(IReadOnlyList<string> yeses) => new(Changes, yeses, Also);

    /// <summary>Whether it is enough where the other is offered.</summary>
    public bool IsPartOf(ChangeSet other) => Needs.All(other.Needs.Contains);

    /// <summary>Few things before many, and what is easily come by before what is not.</summary>
    public bool IsSmallerThan(ChangeSet other) => Size < other.Size || (Size == other.Size && Hardness < other.Hardness);

    /// <summary>Both together. Where they want another value of one place, either may do for both.</summary>
    public IEnumerable<ChangeSet> And(ChangeSet other)
    {
        if (!Changes.Any(change => other.IsAgainst(change)))
        {
            return [Join(this, other)];
        }

        return [Join(this, other.Without(this)), Join(Without(other), other)];
    }

    /// <summary>The same changes and yeses, in whatever order.</summary>
    public bool Equals(ChangeSet? other) => other is not null
        && Changes.Count == other.Changes.Count && Changes.All(other.Changes.Contains)
        && Needs.Count == other.Needs.Count && Needs.All(other.Needs.Contains);

    public override bool Equals(object? obj) => Equals(obj as ChangeSet);

    public override int GetHashCode() => Changes.Aggregate(Needs.Count, static (hash, change) => hash ^ change.GetHashCode());

    private static ChangeSet Join(ChangeSet one, ChangeSet other)
    {
        List<Change> all = [.. one.Changes.Union(other.Changes)];
        all.RemoveAll(change => change.Kind == ChangeKind.Present
            && all.Exists(second => second.Kind is ChangeKind.Set or ChangeKind.Add && second.Place.IsWithin(change.Place)));
        return new ChangeSet(all, [.. one.Yeses.Union(other.Yeses)], [.. one.Also.Union(other.Also)]);
    }

    private bool IsAgainst(Change change) => Changes.Any(own => IsConflict(own, change));

    private static bool IsConflict(Change one, Change other) =>
        one.Kind != ChangeKind.Present && other.Kind != ChangeKind.Present && !one.GoesWith(other) && one != other;

    /// <summary>The set without what the winner decides otherwise. Of two bounds on the same side one is enough; a bound on the other side still has to be said.</summary>
    private ChangeSet Without(ChangeSet winner)
    {
        List<Change> beaten = [.. Changes.Where(winner.IsAgainst)];
        IEnumerable<string> said = beaten
            .Where(change => change.Reach != Reach.One && winner.Changes.Any(won => IsConflict(won, change) && won.Reach is not Reach.One && won.Reach != change.Reach))
            .Select(static change => change.Text);
        return new ChangeSet([.. Changes.Except(beaten)], Yeses, [.. Also, .. said]);
    }

    private List<string> Say()
    {
        List<string> needs = new(Changes.Count + Also.Count + Yeses.Count);
        foreach (string need in Changes.Where(static change => change.Kind != ChangeKind.Present).Select(static change => change.Text).Concat(Also).Concat(Yeses))
        {
            if (!needs.Contains(need))
            {
                needs.Add(need);
            }
        }

        return needs;
    }
}
