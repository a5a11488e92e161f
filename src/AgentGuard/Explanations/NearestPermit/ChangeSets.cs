namespace AgentGuard;

/// <summary>Alternatives, the smallest first. Of alternatives in alternatives there is no end: only the smallest are kept.</summary>
internal static class ChangeSets
{
    private const int MaxSets = 12;

    /// <summary>Nothing has to be changed.</summary>
    public static IReadOnlyList<ChangeSet> Nothing { get; } = [ChangeSet.None];

    public static IReadOnlyList<ChangeSet> Of(IEnumerable<Change> changes)
    {
        List<ChangeSet> smallest = [];
        foreach (Change change in changes)
        {
            Add(smallest, ChangeSet.Of(change));
        }

        return smallest;
    }

    /// <summary>Either of two.</summary>
    public static IReadOnlyList<ChangeSet> Either(IReadOnlyList<ChangeSet> some, IReadOnlyList<ChangeSet> others)
    {
        if (some.Count == 0 || others.Count == 0)
        {
            return some.Count == 0 ? others : some;
        }

        List<ChangeSet> smallest = [.. some];
        foreach (ChangeSet other in others)
        {
            Add(smallest, other);
        }

        return smallest;
    }

    /// <summary>One of each together.</summary>
    public static IReadOnlyList<ChangeSet> Both(IReadOnlyList<ChangeSet> some, IReadOnlyList<ChangeSet> others)
    {
        if (IsNothing(some) || others.Count == 0)
        {
            return others;
        }

        if (IsNothing(others) || some.Count == 0)
        {
            return some;
        }

        List<ChangeSet> smallest = [];
        foreach (ChangeSet one in some)
        {
            foreach (ChangeSet together in others.SelectMany(one.And))
            {
                Add(smallest, together);
            }
        }

        return smallest;
    }

    private static bool IsNothing(IReadOnlyList<ChangeSet> sets) => sets is [{ Size: 0, IsWhole: true }];

    private static void Add(List<ChangeSet> smallest, ChangeSet set)
    {
        int at = smallest.Count;
        while (at > 0 && set.IsSmallerThan(smallest[at - 1]))
        {
            at--;
        }

        if (at < MaxSets && !smallest.Contains(set))
        {
            smallest.Insert(at, set);
            if (smallest.Count > MaxSets)
            {
                smallest.RemoveAt(MaxSets);
            }
        }
    }
}
