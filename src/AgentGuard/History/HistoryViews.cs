using System.Collections.Concurrent;

namespace AgentGuard;

/// <summary>What a guard knows of histories, as long as it is asked for. Each can be thrown away, and is made again from what the store holds.</summary>
/// <param name="guard">The guard.</param>
internal sealed class HistoryViews<TKey, TView>(GuardParts guard)
    where TKey : notnull
    where TView : IHistoryView
{
    private readonly ConcurrentDictionary<TKey, TView> _views = [];

    public TView GetOrAdd(TKey key, Func<TKey, TView> make)
    {
        if (_views.Count >= FactLimits.MaxViews && !_views.ContainsKey(key))
        {
            DateTimeOffset before = guard.Now - FactLimits.ViewLifetime;
            foreach ((TKey idle, _) in _views.Where(view => view.Value.IsIdleSince(before)))
            {
                _views.TryRemove(idle, out _);
            }

            if (_views.Count >= FactLimits.MaxViews)
            {
                _views.Clear();
            }
        }

        return _views.GetOrAdd(key, make);
    }
}
