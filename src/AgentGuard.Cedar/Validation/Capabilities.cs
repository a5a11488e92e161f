namespace AgentGuard.Cedar.Validation;

/// <summary>What is known to be there where an expression is true. A set of numbers that <see cref="CapabilityTable"/> gives. Immutable.</summary>
internal sealed class Capabilities
{
    private readonly int[] _sorted;

    private Capabilities(int[] sorted) => _sorted = sorted;

    public static Capabilities None { get; } = new([]);

    public int Count => _sorted.Length;

    public static Capabilities Of(int capability) => new([capability]);

    public bool Contains(int capability) => Array.BinarySearch(_sorted, capability) >= 0;

    public Capabilities Union(Capabilities other)
    {
        if (other.Count == 0 || ReferenceEquals(this, other))
        {
            return this;
        }

        if (Count == 0)
        {
            return other;
        }

        int[] merged = new int[Count + other.Count];
        int count = 0;
        for (int i = 0, j = 0; i < Count || j < other.Count;)
        {
            int next = j == other.Count || (i < Count && _sorted[i] <= other._sorted[j]) ? _sorted[i] : other._sorted[j];
            i += i < Count && _sorted[i] == next ? 1 : 0;
            j += j < other.Count && other._sorted[j] == next ? 1 : 0;
            merged[count++] = next;
        }

        return count == Count ? this : count == other.Count ? other : new(merged[..count]);
    }

    public Capabilities Intersect(Capabilities other) =>
        Count == 0 || other.Count == 0 ? None : new([.. _sorted.Where(other.Contains)]);
}
