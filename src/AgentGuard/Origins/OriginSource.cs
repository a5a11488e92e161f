namespace AgentGuard;

/// <summary>
/// What one source has said. A source that is believed has said what it wrote, letter by letter; of any other each trace counts.
/// Not for several threads.
/// </summary>
/// <param name="name">The user, the host, or a tool.</param>
/// <param name="isTrusted">Whether it is believed.</param>
internal sealed class OriginSource(string name, bool isTrusted)
{
    // What a value takes in a set, and a text beside its letters.
    private const int BytesPerValue = 64;

    private readonly HashSet<string> _seen = [];
    private readonly TextIndex _texts = new();
    private readonly HashSet<decimal> _numbers = [];
    private readonly HashSet<DateOnly> _dates = [];
    private readonly HashSet<string> _accounts = [];
    private long _seenCharacters;

    /// <summary>The user, the host, or a tool.</summary>
    public string Name => name;

    /// <summary>Whether it is believed.</summary>
    public bool IsTrusted => isTrusted;

    /// <summary>What it may be for a value that it has said.</summary>
    public Ground Ground => !isTrusted ? Ground.Text : name == SessionOrigins.User ? Ground.User : name == SessionOrigins.Host ? Ground.Host : Ground.Trusted;

    /// <summary>About how much memory it takes.</summary>
    public long Bytes => _texts.Bytes + (2 * _seenCharacters) + ((long)BytesPerValue * (_seen.Count + _numbers.Count + _dates.Count + _accounts.Count));

    /// <summary>Whether it has said this text before. What is said again says nothing new.</summary>
    public bool HasSeen(string text) => _seen.Contains(text);

    /// <inheritdoc cref="TextIndex.Append"/>
    public int Append(FoldedText text) => _texts.Append(text);

    /// <inheritdoc cref="TextIndex.Index"/>
    public void Index(int start, int length, int from, int to) => _texts.Index(start, length, from, to);

    /// <summary>A text can be found from now on, and what it says by value.</summary>
    public void Complete(string text, IReadOnlyList<decimal> numbers, IReadOnlyList<DateOnly> dates, IReadOnlyList<string> accounts)
    {
        _numbers.UnionWith(numbers);
        _dates.UnionWith(dates);
        _accounts.UnionWith(accounts);
        _seenCharacters += _seen.Add(text) ? text.Length : 0;
    }

    /// <summary>By its value or by how it is written; who is not believed says a number or a date by its digits too.</summary>
    public bool Says(SoughtValue value, StepBudget budget) =>
        (value.Number is { } number && _numbers.Contains(number))
        || (value.Date is { } date && _dates.Contains(date))
        || (isTrusted
            ? (value.Account is { } account && _accounts.Contains(account)) || (!value.IsExact && !value.Close.Letters.IsEmpty && _texts.Contains(value.Close.Letters, budget))
            : _texts.Contains(value.Loose.Letters, budget));

    /// <summary>Whether it has said a number or a date of this value.</summary>
    public bool Says(decimal? number, DateOnly? date) => (number is { } one && _numbers.Contains(one)) || (date is { } day && _dates.Contains(day));

    /// <summary>Whether a word stands in its texts.</summary>
    public bool Mentions(FoldedText word, StepBudget budget) => _texts.Contains(word.Letters, budget);
}
