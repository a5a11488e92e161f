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

    // Of each key what counts now; behind it what a row that may yet be mended had come to.
    private readonly Dictionary<TKey, Tally> _tallies = [];
    private readonly Dictionary<string, Tally> _breaks = new(StringComparer.Ordinal);
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
            _tallies.Add(key, tally = new Tally(key));
        }

        _ring[Index(_next)] = new Entry(tally, item, at, number, tally.Newest, callId, IsLive: true);
        tally.Add(item, number, _next);
        if (callId is not null)
        {
            _retractable[callId] = _next;
        }

        _next++;
    }

    /// <summary>Takes back what a call has added or broken; what is not there any more, or is settled, stays as it is.</summary>
    /// <param name="callId">What it was done with.</param>
    public void Retract(string callId)
    {
        if (_breaks.Remove(callId, out Tally? after))
        {
            Mend(after);
        }

        if (_retractable.Remove(callId, out long place) && place >= _first && _ring[Index(place)] is { IsLive: true } entry)
        {
            Remove(place, entry);
        }
    }

    /// <summary>What a call has added or broken stays for good.</summary>
    /// <param name="callId">What it was done with.</param>
    public void Settle(string callId)
    {
        _retractable.Remove(callId);
        if (_breaks.Remove(callId, out Tally? after))
        {
            (after.Before, after.BrokenBy) = (null, null);
            DropIfEmpty(after);
        }
    }

    /// <summary>Takes all entries of a key away: a row is broken.</summary>
    /// <param name="key">The key.</param>
    /// <param name="callId">What it can be mended by, until it is settled; null for never.</param>
    public void Clear(TKey key, string? callId = null)
    {
        if (!_tallies.Remove(key, out Tally? before) || callId is null)
        {
            return;
        }

        _tallies[key] = _breaks[callId] = new Tally(key) { Before = before, BrokenBy = callId };
    }

    /// <summary>What the entries of a key come to.</summary>
    /// <param name="key">The key.</param>
    /// <param name="now">The time, never before the last entry's.</param>
    /// <returns>How many there are, how many different items they have, the sum of their numbers, and the time of the newest; null for none.</returns>
    public (long Count, long Distinct, Int128 Sum, long? Newest) Read(TKey key, long now)
    {
        Forget(now);
        if (!_tallies.TryGetValue(key, out Tally? tally) || tally.Count == 0)
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
        entry.Tally.Remove(entry.Item, entry.Number);
        DropIfEmpty(entry.Tally);
    }

    /// <summary>What a row had come to before it was broken counts again, together with what came after.</summary>
    private void Mend(Tally after)
    {
        if (after.Before is { } before)
        {
            for (long place = before.Newest; place >= _first; place = _ring[Index(place)].Before)
            {
                if (_ring[Index(place)].IsLive)
                {
                    _ring[Index(place)].Tally = after;
                }
            }

            if (after.Oldest >= _first)
            {
                _ring[Index(after.Oldest)].Before = before.Newest;
            }

            after.Join(before);
            if (after.BrokenBy is { } earlier)
            {
                _breaks[earlier] = after;
            }
        }

        DropIfEmpty(after);
    }

    private void DropIfEmpty(Tally tally)
    {
        if (tally is { Count: 0, Before: null } && _tallies.TryGetValue(tally.Key, out Tally? current) && current == tally)
        {
            _tallies.Remove(tally.Key);
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

    private record struct Entry(Tally Tally, TKey? Item, long At, long Number, long Before, string? CallId, bool IsLive);

    private sealed class Tally(TKey key)
    {
        private Dictionary<TKey, int>? _items;

        public TKey Key => key;

        public long Newest { get; set; } = None;

        public long Oldest { get; private set; } = None;

        /// <summary>What the row had come to before it was broken; null where that is for good.</summary>
        public Tally? Before { get; set; }

        /// <summary>Who broke it, and may yet mend it.</summary>
        public string? BrokenBy { get; set; }

        public long Count { get; private set; }

        public Int128 Sum { get; private set; }

        public int Distinct => _items?.Count ?? 0;

        public void Add(TKey? item, long number, long place)
        {
            Newest = place;
            Oldest = Oldest == None ? place : Oldest;
            Count++;
            Sum += number;
            if (item is { } one)
            {
                _items ??= [];
                _items[one] = _items.GetValueOrDefault(one) + 1;
            }
        }

        public void Remove(TKey? item, long number)
        {
            Count--;
            Sum -= number;
            if (item is { } one && --_items![one] == 0)
            {
                _items.Remove(one);
            }
        }

        /// <summary>Takes over what counted before it.</summary>
        public void Join(Tally before)
        {
            (Newest, Oldest) = (Newest == None ? before.Newest : Newest, before.Oldest == None ? Oldest : before.Oldest);
            (Count, Sum) = (Count + before.Count, Sum + before.Sum);
            foreach ((TKey item, int count) in before._items ?? [])
            {
                _items ??= [];
                _items[item] = _items.GetValueOrDefault(item) + count;
            }

            (Before, BrokenBy) = (before.Before, before.BrokenBy);
        }
    }
}
