using System.Runtime.InteropServices;

namespace AgentGuard;

/// <summary>
/// Texts of many sources, folded, and an index of their words: finding a value takes as long whether a session has seen ten texts or ten thousand.
/// Every word start is listed by the letters from there on: short spans whole, longer ones by their first eight letters. Not for several threads.
/// </summary>
internal sealed class TextIndex(int maxBytes)
{
    private const int KeyLetters = 8;
    private const int LettersPerStep = 64;
    private const int None = -1;

    // The newest place of each key, in texts of one source; before it stands the one before.
    private readonly Dictionary<(UInt128 Letters, int Source), int> _newest = new(new KeyComparer());
    private readonly List<(int Position, int Before)> _places = [];
    private char[] _letters = [];
    private bool[] _boundaries = [];
    private int _length;

    /// <summary>About how much memory it takes.</summary>
    private long Bytes => (3L * _length) + (48L * _newest.Count) + (8L * _places.Count);

    /// <summary>Adds a text.</summary>
    /// <returns>False if there is no room for it, or not for all of it.</returns>
    public bool TryAdd(int source, FoldedText text)
    {
        ReadOnlySpan<char> letters = text.Letters;
        ReadOnlySpan<bool> boundaries = text.Boundaries;
        if (Bytes + (3L * letters.Length) > maxBytes)
        {
            return false;
        }

        int start = Append(letters, boundaries);
        for (int at = 0; at < letters.Length && Bytes <= maxBytes; at++)
        {
            if (boundaries[at])
            {
                AddWord(source, letters[at..], boundaries[at..], start + at);
            }
        }

        return Bytes <= maxBytes;
    }

    /// <summary>Whether a value stands in a text of a source, from the start of a word to the end of a word. False, too, when the budget is spent.</summary>
    public bool Contains(int source, ReadOnlySpan<char> value, StepBudget budget)
    {
        bool isShort = value.Length < KeyLetters;
        bool isKnown = _newest.TryGetValue((Key(isShort ? value : value[..KeyLetters]), source), out int place);
        if (!budget.TrySpend(1) || isShort || !isKnown)
        {
            return isKnown && !budget.IsSpent;
        }

        // Texts may hold the same first letters as often as they like: each place costs.
        int cost = 1 + (value.Length / LettersPerStep);
        for (; place != None && budget.TrySpend(cost); place = _places[place].Before)
        {
            int position = _places[place].Position;
            if (_letters.AsSpan(position).StartsWith(value) && _boundaries[position + value.Length])
            {
                return true;
            }
        }

        return false;
    }

    private void AddWord(int source, ReadOnlySpan<char> letters, ReadOnlySpan<bool> boundaries, int position)
    {
        for (int length = 1; length < KeyLetters && length <= letters.Length; length++)
        {
            if (boundaries[length])
            {
                _newest.TryAdd((Key(letters[..length]), source), None);
            }
        }

        if (letters.Length >= KeyLetters)
        {
            (UInt128, int) key = (Key(letters[..KeyLetters]), source);
            _places.Add((position, _newest.GetValueOrDefault(key, None)));
            _newest[key] = _places.Count - 1;
        }
    }

    /// <summary>Appends the letters and, so that no value reaches into the next text, a character that is no letter.</summary>
    private int Append(ReadOnlySpan<char> letters, ReadOnlySpan<bool> boundaries)
    {
        int start = _length;
        int needed = start + letters.Length + 1;
        if (needed > _letters.Length)
        {
            int capacity = Math.Max(needed, 2 * _letters.Length);
            Array.Resize(ref _letters, capacity);
            Array.Resize(ref _boundaries, capacity);
        }

        letters.CopyTo(_letters.AsSpan(start));
        boundaries.CopyTo(_boundaries.AsSpan(start));
        _length = needed;
        return start;
    }

    private static UInt128 Key(ReadOnlySpan<char> letters)
    {
        UInt128 key = 0;
        foreach (char letter in letters)
        {
            key = (key << 16) | letter;
        }

        return key;
    }

    /// <summary>Hashes all of a key by a secret: the runtime's own hash of these types lets a text choose words that all fall into one bucket.</summary>
    private sealed class KeyComparer : IEqualityComparer<(UInt128 Letters, int Source)>
    {
        public bool Equals((UInt128 Letters, int Source) x, (UInt128 Letters, int Source) y) => x == y;

        public int GetHashCode((UInt128 Letters, int Source) key) =>
            HashCode.Combine(
                string.GetHashCode(MemoryMarshal.Cast<UInt128, char>(new ReadOnlySpan<UInt128>(in key.Letters)), StringComparison.Ordinal),
                key.Source);
    }
}
