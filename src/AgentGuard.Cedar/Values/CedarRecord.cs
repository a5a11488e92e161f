using System.Collections;

namespace AgentGuard.Cedar.Values;

/// <summary>Named values. Names are compared ordinally and kept in the order of their code points. Immutable.</summary>
public sealed class CedarRecord : IReadOnlyDictionary<string, Value>, IEquatable<CedarRecord>
{
    // Up to here looking at each name is faster than a binary search.
    private const int LinearLimit = 8;

    private static readonly Comparer<string> s_names = Comparer<string>.Create(UnicodeText.Compare);

    private readonly string[] _names;
    private readonly Value[] _values;
    private int _hash;

    /// <summary>Makes a record.</summary>
    /// <param name="entries">Distinct names with their values.</param>
    /// <exception cref="ArgumentException">
    /// A name stands twice or holds a lone surrogate, a value is <c>default(Value)</c>, or the record would be deeper
    /// than <see cref="Value.MaximumDepth"/>.
    /// </exception>
    public CedarRecord(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        KeyValuePair<string, Value>[] all = entries as KeyValuePair<string, Value>[] ?? [.. entries];
        _names = new string[all.Length];
        _values = new Value[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            (_names[i], _values[i]) = all[i];
            ArgumentNullException.ThrowIfNull(_names[i], nameof(entries));
            UnicodeText.ThrowIfMalformed(_names[i], "the name of an attribute");
        }

        if (IndexOfUnsorted(_names) >= 0)
        {
            Array.Sort(_names, _values, s_names);
            if (IndexOfUnsorted(_names) is >= 0 and int twice)
            {
                throw new ArgumentException($"a record has {UnicodeText.Quote(_names[twice])} twice", nameof(entries));
            }
        }

        (Depth, Size) = Measure(_values);
    }

    private CedarRecord(string[] names, Value[] values)
    {
        _names = names;
        _values = values;
        (Depth, Size) = Measure(values);
    }

    /// <summary>The record without entries.</summary>
    public static CedarRecord Empty { get; } = new([], []);

    /// <summary>How many entries it has.</summary>
    public int Count => _names.Length;

    /// <summary>The names, in the order of their code points.</summary>
    public IEnumerable<string> Keys => _names;

    /// <summary>The values, in the order of their names.</summary>
    public IEnumerable<Value> Values => _values;

    internal int Depth { get; }

    internal int Size { get; }

    /// <summary>The value of a name.</summary>
    /// <param name="key">The name.</param>
    /// <exception cref="KeyNotFoundException">The record has no such name.</exception>
    public Value this[string key] =>
        TryGetValue(key, out Value value) ? value : throw new KeyNotFoundException($"the record has no {UnicodeText.Quote(key)}");

    /// <summary>Finds the value of a name. Allocates nothing.</summary>
    /// <param name="key">The name.</param>
    /// <param name="value">Its value, or <c>default</c>.</param>
    /// <returns>True if the record has the name.</returns>
    public bool TryGetValue(string key, out Value value)
    {
        ArgumentNullException.ThrowIfNull(key);
        int index = IndexOf(key);
        value = index < 0 ? default : _values[index];
        return index >= 0;
    }

    /// <summary>Whether the record has a name. Allocates nothing.</summary>
    /// <param name="key">The name.</param>
    /// <returns>True if it has.</returns>
    public bool ContainsKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return IndexOf(key) >= 0;
    }

    /// <inheritdoc/>
    public bool Equals(CedarRecord? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        return other is not null
            && GetHashCode() == other.GetHashCode()
            && _names.AsSpan().SequenceEqual(other._names)
            && _values.AsSpan().SequenceEqual(other._values);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CedarRecord);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash == 0)
        {
            HashCode hash = default;
            for (int i = 0; i < _names.Length; i++)
            {
                hash.Add(_names[i]);
                hash.Add(_values[i]);
            }

            int code = hash.ToHashCode();
            _hash = code == 0 ? 1 : code;
        }

        return _hash;
    }

    /// <summary>The entries, in the order of their names' code points.</summary>
    /// <returns>An enumerator.</returns>
    public IEnumerator<KeyValuePair<string, Value>> GetEnumerator()
    {
        for (int i = 0; i < _names.Length; i++)
        {
            yield return new(_names[i], _values[i]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The record as a Cedar expression.</summary>
    /// <returns><c>{"name": value, …}</c>.</returns>
    public override string ToString() => ((Value)this).ToString();

    /// <summary>A record over arrays that nobody else writes to; names are distinct, well-formed and in the order of their code points.</summary>
    internal static CedarRecord FromSorted(string[] names, Value[] values) => new(names, values);

    internal string NameAt(int index) => _names[index];

    internal Value ValueAt(int index) => _values[index];

    private static (int Depth, int Size) Measure(Value[] values)
    {
        int depth = 0;
        int size = 0;
        foreach (ref readonly Value value in values.AsSpan())
        {
            if (value.Kind == ValueKind.None)
            {
                throw new ArgumentException("a name of a record has no value", nameof(values));
            }

            depth = Math.Max(depth, value.Depth);
            size = Value.AddSize(size, value);
        }

        return ++depth <= Value.MaximumDepth
            ? (depth, size)
            : throw new ArgumentException($"a record is nested more than {Value.MaximumDepth} deep", nameof(values));
    }

    /// <summary>The first name that does not come after the one before it, or -1.</summary>
    private static int IndexOfUnsorted(string[] names)
    {
        for (int i = 1; i < names.Length; i++)
        {
            if (UnicodeText.Compare(names[i - 1], names[i]) >= 0)
            {
                return i;
            }
        }

        return -1;
    }

    private int IndexOf(string name)
    {
        if (_names.Length > LinearLimit)
        {
            return Array.BinarySearch(_names, name, s_names);
        }

        for (int i = 0; i < _names.Length; i++)
        {
            // Equality of strings looks at the reference first.
            if (_names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
