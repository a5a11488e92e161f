using System.Collections;

namespace AgentGuard.Cedar.Values;

/// <summary>A set of values without order and without duplicates. Immutable.</summary>
public sealed class CedarSet : IReadOnlyCollection<Value>, IEquatable<CedarSet>
{
    // Up to here comparing with each element is faster than hashing.
    private const int LinearLimit = 8;

    private readonly Value[] _elements;
    private readonly HashSet<Value>? _lookup;
    private Value[]? _ordered;
    private int _hash;

    /// <summary>Makes a set; duplicates fall together.</summary>
    /// <param name="elements">The elements.</param>
    /// <exception cref="ArgumentException">An element is <c>default(Value)</c>, or the set would be deeper than <see cref="Value.MaximumDepth"/>.</exception>
    public CedarSet(IEnumerable<Value> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        Value[] all = [.. elements];
        HashSet<Value>? lookup = all.Length > LinearLimit ? new(all.Length) : null;
        int count = 0;
        foreach (Value element in all)
        {
            if (element.Kind == ValueKind.None)
            {
                throw new ArgumentException("an element of a set is no value", nameof(elements));
            }

            if (lookup?.Add(element) ?? !all.AsSpan(0, count).Contains(element))
            {
                all[count++] = element;
                Depth = Math.Max(Depth, element.Depth);
                Size = Value.AddSize(Size, element);
            }
        }

        if (++Depth > Value.MaximumDepth)
        {
            throw new ArgumentException($"a set is nested more than {Value.MaximumDepth} deep", nameof(elements));
        }

        _elements = count == all.Length ? all : all[..count];
        _lookup = count > LinearLimit ? lookup : null;
    }

    /// <summary>The set without elements.</summary>
    public static CedarSet Empty { get; } = new([]);

    /// <summary>How many elements it has.</summary>
    public int Count => _elements.Length;

    internal int Depth { get; }

    internal int Size { get; }

    /// <summary>Whether a value is an element. Allocates nothing; takes constant time.</summary>
    /// <param name="value">The value.</param>
    /// <returns>True if it is.</returns>
    public bool Contains(Value value)
    {
        if (_lookup is not null)
        {
            return _lookup.Contains(value);
        }

        foreach (ref readonly Value element in _elements.AsSpan())
        {
            if (element.Equals(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every element of another set is an element.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>True if all are, also if the other set is empty.</returns>
    public bool ContainsAll(CedarSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (ref readonly Value element in other._elements.AsSpan())
        {
            if (!Contains(element))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether some element of another set is an element.</summary>
    /// <param name="other">The other set.</param>
    /// <returns>True if one is; false if the other set is empty.</returns>
    public bool ContainsAny(CedarSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        (CedarSet small, CedarSet large) = Count <= other.Count ? (this, other) : (other, this);
        foreach (ref readonly Value element in small._elements.AsSpan())
        {
            if (large.Contains(element))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public bool Equals(CedarSet? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Count == other.Count && GetHashCode() == other.GetHashCode() && ContainsAll(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CedarSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            int sum = Count + 1;
            foreach (ref readonly Value element in _elements.AsSpan())
            {
                sum += element.GetHashCode();
            }

            _hash = sum == 0 ? 1 : sum;
        }

        return _hash;
    }

    /// <summary>The elements, in no order that means anything.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<Value> GetEnumerator() => ((IEnumerable<Value>)_elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The set as a Cedar expression, its elements sorted.</summary>
    /// <returns><c>[…]</c>.</returns>
    public override string ToString() => ((Value)this).ToString();

    internal ReadOnlySpan<Value> AsSpan() => _elements;

    internal ReadOnlySpan<Value> Ordered()
    {
        if (_ordered is null)
        {
            Value[] ordered = [.. _elements];
            Array.Sort(ordered, ValueOrder.Instance);
            _ordered = ordered;
        }

        return _ordered;
    }
}
