using System.Runtime.CompilerServices;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Schema.Types;

/// <summary>
/// Makes types, equal ones only once, so that equality is that of references. A table over another adds to it without changing it:
/// the schema's own is read by many threads at once.
/// </summary>
internal sealed class TypeTable(TypeTable? below = null)
{
    private readonly Dictionary<string, EntityReferenceType> _entities = [];
    private readonly Dictionary<CedarType, SetType> _sets = [];
    private readonly Dictionary<AttributeType[], RecordType> _records = new(AttributeComparer.Instance);

    public EntityReferenceType Entity(string name)
    {
        if (below is not null && below._entities.TryGetValue(name, out EntityReferenceType? type))
        {
            return type;
        }

        if (!_entities.TryGetValue(name, out type))
        {
            type = new EntityReferenceType(name);
            _entities.Add(name, type);
        }

        return type;
    }

    public SetType Set(CedarType element)
    {
        if (below is not null && below._sets.TryGetValue(element, out SetType? type))
        {
            return type;
        }

        if (!_sets.TryGetValue(element, out type))
        {
            type = new SetType(element);
            _sets.Add(element, type);
        }

        return type;
    }

    /// <param name="attributes">Distinct names; the array is sorted and belongs to the table from here on.</param>
    public RecordType Record(AttributeType[] attributes)
    {
        Array.Sort(attributes, static (left, right) => UnicodeText.Compare(left.Name, right.Name));
        if (below is not null && below._records.TryGetValue(attributes, out RecordType? type))
        {
            return type;
        }

        if (!_records.TryGetValue(attributes, out type))
        {
            type = new RecordType(attributes);
            _records.Add(attributes, type);
        }

        return type;
    }

    private sealed class AttributeComparer : IEqualityComparer<AttributeType[]>
    {
        public static AttributeComparer Instance { get; } = new();

        public bool Equals(AttributeType[]? x, AttributeType[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(AttributeType[] attributes)
        {
            HashCode hash = default;
            foreach (AttributeType attribute in attributes)
            {
                hash.Add(attribute.Name);
                hash.Add(RuntimeHelpers.GetHashCode(attribute.Type));
                hash.Add(attribute.IsRequired);
            }

            return hash.ToHashCode();
        }
    }
}
