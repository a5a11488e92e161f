using System.Runtime.InteropServices;

namespace AgentGuard;

/// <summary>
/// Texts of one source, folded, and an index of their words: finding a value takes as long whether a session has seen ten texts or ten thousand.
/// Every place where a value may start is listed by the letters from there on: short spans whole, longer ones by their first eight letters. Not for several threads.
/// </summary>
internal sealed class TextIndex
{
    private const int KeyLetters = 8;
    private const int LettersPerStep = 64;
    private const int None = -1;

    // What an entry takes in a dictionary and in a list, each on average a quarter empty, and a letter with its boundary.
    private const int BytesPerKey = 70;
    private const int BytesPerPlace = 11;
    private const int BytesPerLetter = 4;

    // The newest place of each key; before it stands the one before.
    private readonly Dictionary<UInt128, int> _newest = new(new KeyComparer());
    private readonly List<(int Position, int Before)> _places = [];
    private char[] _letters = [];
    private bool[] _boundaries = [];
    private int _length;

    /// <summary>About how much memory it takes.</summary>
    public long Bytes => ((long)BytesPerLetter * _length) + ((long)BytesPerKey * _newest.Count) + ((long)BytesPerPlace * _places.Count);

    /// <summary>Takes a text in, of which nothing is found yet.</summary>
    /// <returns>Where it stands.</returns>
    public int Append(FoldedText text)
    {
        // So that no value reaches into the next text, a character follows that is in no text.
        int start = _length;
        int needed = start + text.Letters.Length + 1;
        if (needed > _letters.Length)
        {
            int capacity = Math.Max(needed, _letters.Length + (_letters.Length / 2));
            Array.Resize(ref _letters, capacity);
            Array.Resize(ref _boundaries, capacity);
        }

        text.Letters.CopyTo(_letters.AsSpan(start));
        text.Boundaries.CopyTo(_boundaries.AsSpan(start));
        _letters[needed - 1] = FoldedText.TextEnd;
        _length = needed;
        return start;
    }

    /// <summary>Makes what starts in a part of a text be found.</summary>
    /// <param name="start">Where the text stands.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="from">Where in it the part starts.</param>
    /// <param name="to">Where it ends.</param>
    public void Index(int start, int length, int from, int to)
    {
        ReadOnlySpan<char> letters = _letters.AsSpan(start, length);
        ReadOnlySpan<bool> boundaries = _boundaries.AsSpan(start, length + 1);
        for (int at = from; at < to; at++)
        {
            if (boundaries[at] && letters[at] != ' ')
            {
                AddWord(letters[at..], boundaries[at..], start + at);
            }
        }
    }

    /// <summary>Whether a value stands in a text, from a place where one may start to one where one may end. False, too, when the budget is spent.</summary>
    public bool Contains(ReadOnlySpan<char> value, StepBudget budget)
    {
        bool isShort = value.Length < KeyLetters;
        bool isKnown = _newest.TryGetValue(Key(isShort ? value : value[..KeyLetters]), out int place);
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

    private void AddWord(ReadOnlySpan<char> letters, ReadOnlySpan<bool> boundaries, int position)
    {
        for (int length = 1; length < KeyLetters && length <= letters.Length; length++)
        {
            if (boundaries[length])
            {
                _newest.TryAdd(Key(letters[..length]), None);
            }
        }

        if (letters.Length >= KeyLetters)
        {
            UInt128 key = Key(letters[..KeyLetters]);
            _places.Add((position, _newest.GetValueOrDefault(key, None)));
            _newest[key] = _places.Count - 1;
        }
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

    /// <summary>Hashes all of a key by a secret: the runtime's own hash of this type lets a text choose words that all fall into one bucket.</summary>
    private sealed class KeyComparer : IEqualityComparer<UInt128>
    {
        public bool Equals(UInt128 x, UInt128 y) => x == y;

        public int GetHashCode(UInt128 key) =>
            string.GetHashCode(MemoryMarshal.Cast<UInt128, char>(new ReadOnlySpan<UInt128>(in key)), StringComparison.Ordinal);
    }
}
