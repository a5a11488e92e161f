namespace AgentGuard.Cedar.Temporal;

/// <summary>
/// Entries of the last while, counted by key: adding, taking back and reading cost the same however many there are. It holds about 100 bytes for an entry,
/// and as many for a key. Times only grow; an entry counts up to the window's end and at it. Not for several threads.
/// </summary>
/// <typeparam name="TKey">What entries are counted by, and told apart by.</typeparam>
/// <param name="window">How long an entry counts, in the unit of the times; <see cref="long.MaxValue"/> for ever.</param>
public sealed class WindowMonitor<TKey>(long window)
    where TKey : struct, IEquatable<TKey>
{
    private const long None = -1;

    private readonly Dictionary<TKey, Tally> _tallies = [];
    private readonly Dictionary<string, long> _retractable = new(StringComparer.Ordinal);
    private Entry[] _ring = new Entry[16];
    private long _first;
    private long _next;

    /// <summary>Adds an entry.</summary>
    /// <param name="key">Whose.</param>
    /// <param name="at">When, never before the last.</param>
    /// <param name="callId">What it can be taken back by, until it is settled; null for never.</param>
    /// <param name="item">What is told apart; null for nothing.</param>
    /// <param name="number">What is summed.</param>
    public void Add(TKey key, long at, string? callId, TKey? item, long number)
    {
        Forget(at);
        if (_next - _first == _ring.Length)
        {
            Grow();
        }

        if (!_tallies.TryGetValue(key, out Tally? tally))
        {
            _tallies.Add(key, tally = new Tally());
        }

        _ring[Index(_next)] = new Entry(key, item, at, number, tally.Newest, callId, IsLive: true);
        tally.Add(item, number, _next);
        if (callId is not null)
        {
            _retractable[callId] = _next;
        }

        _next++;
    }

    /// <summary>Takes an entry back; one that is not there any more, or is settled, stays as it is.</summary>
    /// <param name="callId">What it was added with.</param>
    public void Retract(string callId)
    {
        if (_retractable.Remove(callId, out long place) && place >= _first && _ring[Index(place)] is { IsLive: true } entry)
        {
            Remove(place, entry);
        }
    }

    /// <summary>Keeps an entry for good.</summary>
    /// <param name="callId">What it was added with.</param>
    public void Settle(string callId) => _retractable.Remove(callId);

    /// <summary>Takes all entries of a key away: a row is broken.</summary>
    /// <param name="key">The key.</param>
    public void Clear(TKey key)
    {
        if (_tallies.TryGetValue(key, out Tally? tally))
        {
            for (long place = tally.Newest; place >= _first; place = _ring[Index(place)].Before)
            {
                _ring[Index(place)].IsLive = false;
            }

            _tallies.Remove(key);
        }
    }

    /// <summary>What the entries of a key come to.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time, never before the last entry's.</param>
    /// <returns>How many there are, how many different items they have, the sum of their numbers, and the time of the newest; null for none.</returns>
    public (long Count, long Distinct, Int128 Sum, long? Newest) Read(TKey key, long now)
    {
        Forget(now);
        if (!_tallies.TryGetValue(key, out Tally? tally))
        {
            return (0, 0, 0, null);
        }

        // What was taken back at the end of the row is passed over once.
        while (!_ring[Index(tally.Newest)].IsLive)
        {
            tally.Newest = _ring[Index(tally.Newest)].Before;
        }

        return (tally.Count, tally.Distinct, tally.Sum, _ring[Index(tally.Newest)].At);
    }

    private void Forget(long now)
    {
        while (_first < _next && now - _ring[Index(_first)].At > window)
        {
            Entry oldest = _ring[Index(_first)];
            if (oldest.IsLive)
            {
                Remove(_first, oldest);
            }

            if (oldest.CallId is { } callId && _retractable.TryGetValue(callId, out long place) && place == _first)
            {
                _retractable.Remove(callId);
            }

            _ring[Index(_first++)] = default;
        }
    }

    private void Remove(long place, in Entry entry)
    {
        _ring[Index(place)].IsLive = false;
        Tally tally = _tallies[entry.Key];
        if (tally.Remove(entry.Item, entry.Number))
        {
            _tallies.Remove(entry.Key);
        }
    }

    private void Grow()
    {
        Entry[] larger = new Entry[_ring.Length * 2];
        for (long place = _first; place < _next; place++)
        {
            larger[place & (larger.Length - 1)] = _ring[Index(place)];
        }

        _ring = larger;
    }

    /// <summary>The ring's length is a power of two.</summary>
    private long Index(long place) => place & (_ring.Length - 1);

    private record struct Entry(TKey Key, TKey? Item, long At, long Number, long Before, string? CallId, bool IsLive);

    private sealed class Tally
    {
        private Dictionary<TKey, int>? _items;

        public long Newest { get; set; } = None;

        public long Count { get; private set; }

        public Int128 Sum { get; private set; }

        public int Distinct => _items?.Count ?? 0;

        public void Add(TKey? item, long number, long place)
        {
            Newest = place;
            Count++;
            Sum += number;
            if (item is { } one)
            {
                _items ??= [];
                _items[one] = _items.GetValueOrDefault(one) + 1;
            }
        }

        /// <returns>Whether nothing is left.</returns>
        public bool Remove(TKey? item, long number)
        {
            Count--;
            Sum -= number;
            if (item is { } one && --_items![one] == 0)
            {
                _items.Remove(one);
            }

            return Count == 0;
        }
    }
}
