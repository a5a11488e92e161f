using System.Diagnostics.CodeAnalysis;
using ModelContextProtocol.Server;

namespace AgentGuard.Mcp;

/// <summary>Tools or prompts in the order in which their servers list them. They are replaced together, so that nobody sees half a list, and a change is told once.</summary>
internal sealed class OrderedPrimitives<T> : McpServerPrimitiveCollection<T>
    where T : class, IMcpServerPrimitive
{
    private volatile OrderedDictionary<string, T> _items = [];

    /// <inheritdoc/>
    public override ICollection<string> PrimitiveNames => _items.Keys;

    /// <summary>Takes these in place of what was there, and tells the client where anything is different.</summary>
    public void Replace(IEnumerable<T> items)
    {
        OrderedDictionary<string, T> before = _items;
        OrderedDictionary<string, T> after = new(items.Select(static item => KeyValuePair.Create(item.Id, item)), StringComparer.Ordinal);
        _items = after;
        if (!before.Values.SequenceEqual(after.Values))
        {
            RaiseChanged();
        }
    }

    /// <inheritdoc/>
    public override bool TryGetPrimitive(string name, [NotNullWhen(true)] out T? primitive) => _items.TryGetValue(name, out primitive);

    /// <inheritdoc/>
    public override bool Contains(T primitive) => _items.TryGetValue(primitive.Id, out T? found) && ReferenceEquals(found, primitive);

    /// <inheritdoc/>
    public override T[] ToArray() => [.. _items.Values];

    /// <inheritdoc/>
    public override void CopyTo(T[] array, int arrayIndex) => _items.Values.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public override IEnumerator<T> GetEnumerator() => _items.Values.GetEnumerator();

    /// <inheritdoc/>
    public override bool TryAdd(T primitive) => throw new NotSupportedException("the list of a gateway is replaced as a whole");

    /// <inheritdoc/>
    public override bool Remove(T primitive) => throw new NotSupportedException("the list of a gateway is replaced as a whole");

    /// <inheritdoc/>
    public override void Clear() => Replace([]);
}
