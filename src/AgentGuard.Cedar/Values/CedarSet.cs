namespace AgentGuard.Cedar.Values;

/// <summary>A set of values without order and without duplicates.</summary>
public sealed class CedarSet
{
    private readonly HashSet<Value> _elements;

    /// <summary>Makes a set; duplicates fall together.</summary>
    /// <param name="elements">The elements.</param>
    public CedarSet(IEnumerable<Value> elements) => _elements = [.. elements];

    /// <summary>How many elements it has.</summary>
    public int Count => _elements.Count;
}
