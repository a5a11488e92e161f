using System.Collections.ObjectModel;

namespace AgentGuard.Mcp;

/// <summary>
/// A server's list of filters in which the guard's own stand first, last, or both, whatever is added later. They cannot be taken out of it.
/// </summary>
/// <typeparam name="TFilter">The filters.</typeparam>
internal sealed class AnchoredFilters<TFilter> : Collection<TFilter>, IAnchoredFilters
    where TFilter : class
{
    private readonly object _owner;
    private readonly int _leading;
    private readonly int _trailing;
    private readonly bool _isSealed;

    /// <param name="owner">Whose filters they are.</param>
    /// <param name="filters">The filters that were there before.</param>
    /// <param name="first">Stands in front of all; null for none.</param>
    /// <param name="last">Stands behind all; null for none.</param>
    public AnchoredFilters(object owner, IEnumerable<TFilter> filters, TFilter? first, TFilter? last)
    {
        _owner = owner;
        foreach (TFilter filter in ((IEnumerable<TFilter?>)[first, .. filters, last]).OfType<TFilter>())
        {
            Add(filter);
        }

        _leading = first is null ? 0 : 1;
        _trailing = last is null ? 0 : 1;
        _isSealed = true;
    }

    public bool IsOf(object owner) => ReferenceEquals(_owner, owner);

    protected override void InsertItem(int index, TFilter item) => base.InsertItem(_isSealed ? Math.Clamp(index, _leading, Count - _trailing) : index, item);

    protected override void SetItem(int index, TFilter item)
    {
        RequireOther(index);
        base.SetItem(index, item);
    }

    protected override void RemoveItem(int index)
    {
        RequireOther(index);
        base.RemoveItem(index);
    }

    protected override void ClearItems() => throw Held();

    private void RequireOther(int index)
    {
        if (index < _leading || index >= Count - _trailing)
        {
            throw Held();
        }
    }

    private static InvalidOperationException Held() =>
        new("this server is guarded, and the guard's filters stay where they are: clear the filters before AddAgentGuard, or remove those of yours one by one");
}
