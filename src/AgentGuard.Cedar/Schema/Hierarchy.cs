namespace AgentGuard.Cedar.Schema;

/// <summary>
/// Finds everything that something is in, for all of a schema. Iterative, and bounded over all together: the closure of a schema
/// that is a megabyte long may be a million times as large.
/// </summary>
internal sealed class Hierarchy<T>(IReadOnlyDictionary<T, IReadOnlyCollection<T>> parents)
    where T : notnull
{
    /// <summary>How many steps from a member to what it is in are taken for one schema.</summary>
    public const int MaximumSteps = 1 << 21;

    private int _steps;

    /// <summary>Whether the limit was reached; what was found since then is not complete.</summary>
    public bool IsTooLarge => _steps > MaximumSteps;

    /// <summary>Everything that something is in, directly or not; itself only where there is a cycle.</summary>
    public HashSet<T> AncestorsOf(T member)
    {
        HashSet<T> ancestors = [];
        Queue<T> open = new([member]);
        while (open.TryDequeue(out T? next))
        {
            foreach (T parent in parents.GetValueOrDefault(next, []))
            {
                if (++_steps > MaximumSteps)
                {
                    return ancestors;
                }

                if (ancestors.Add(parent))
                {
                    open.Enqueue(parent);
                }
            }
        }

        return ancestors;
    }
}
