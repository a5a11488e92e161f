namespace AgentGuard.Cedar.Schema.Types;

/// <summary>A record with exactly these attributes; optional ones may be absent.</summary>
internal sealed class RecordType : CedarType
{
    // Up to here looking at each name is faster than hashing.
    private const int LinearLimit = 8;

    private readonly AttributeType[] _attributes;
    private readonly Dictionary<string, int>? _index;

    /// <param name="attributes">Distinct names, in the order of their code points.</param>
    internal RecordType(AttributeType[] attributes)
        : base(1 + attributes.Select(attribute => attribute.Type.Depth).DefaultIfEmpty().Max())
    {
        _attributes = attributes;
        if (attributes.Length > LinearLimit)
        {
            _index = new(attributes.Length);
            for (int i = 0; i < attributes.Length; i++)
            {
                _index.Add(attributes[i].Name, i);
            }
        }
    }

    /// <summary>The attributes, in the order of their code points.</summary>
    public ReadOnlySpan<AttributeType> Attributes => _attributes;

    public IEnumerable<string> Names => _attributes.Select(attribute => attribute.Name);

    public bool TryGet(string name, out AttributeType attribute)
    {
        if (_index is not null)
        {
            bool isThere = _index.TryGetValue(name, out int found);
            attribute = isThere ? _attributes[found] : default;
            return isThere;
        }

        foreach (AttributeType candidate in _attributes)
        {
            if (candidate.Name == name)
            {
                attribute = candidate;
                return true;
            }
        }

        attribute = default;
        return false;
    }
}
