using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Where the values that a session has seen came from. Who is believed has said what he wrote, but for case and white space; in a text that nobody vouches for a
/// value is found by its letters alone. A user who quotes untrusted text vouches for it: that is the limit of the method.
/// </summary>
internal sealed class SessionOrigins
{
    /// <summary>The user's own words, handed over by the host.</summary>
    public const string User = "user";

    /// <summary>The host's instructions.</summary>
    public const string Host = "host";

    /// <summary>Beside the name of any tool whose output is not trusted.</summary>
    public const string Untrusted = "untrusted";

    private const int LongestField = 1024;

    // Between so many letters of a long text other calls get their turn.
    private const int LettersAtOnce = 1 << 15;

    // Held for look-ups and additions alone: whatever takes as long as a text is long is done before, or in parts.
    private readonly Lock _lock = new();
    private readonly List<OriginSource> _sources = [];
    private readonly HashSet<(ArgumentRole Role, string Value)> _fields = [];

    // What others write leaves room for the user's words, and what nobody vouches for leaves room for the rest.
    private readonly OriginRoom _said = new(2 << 20, 32L << 20);
    private readonly OriginRoom _trusted = new(8 << 20, 96L << 20);
    private readonly OriginRoom _untrusted = new(8 << 20, 128L << 20);
    private readonly OriginRoom _ofFields = new(1 << 20, maxBytes: 0);
    private bool _hasLostTrack;

    /// <summary>From whom something has been seen; their number never shrinks.</summary>
    public int SourceCount
    {
        get
        {
            lock (_lock)
            {
                return _sources.Count;
            }
        }
    }

    /// <summary>Whether the session has seen what nobody vouches for.</summary>
    public bool HasReadUntrusted
    {
        get
        {
            lock (_lock)
            {
                return _hasLostTrack || _sources.Exists(static source => !source.IsTrusted);
            }
        }
    }

    /// <summary>
    /// The session has seen what is not in here: from now on nobody can say what a value is not from, and every value counts as touched by
    /// untrusted text. What is added later is found all the same.
    /// </summary>
    public void LoseTrack()
    {
        lock (_lock)
        {
            _hasLostTrack = true;
        }
    }

    /// <summary>
    /// Adds what a source said. Where there is no room for more, a believed source has not said it; of any other nobody knows from then on what it has not said.
    /// </summary>
    /// <returns>False if no more has to be added, because everything counts as untrusted anyway.</returns>
    public bool Add(string source, bool isTrusted, string text)
    {
        OriginSource from;
        OriginRoom room = !isTrusted ? _untrusted : source is User or Host ? _said : _trusted;
        lock (_lock)
        {
            from = Of(source, isTrusted);
            if (!room.IsFull && from.HasSeen(text))
            {
                return true;
            }

            if (!room.TryTake(text.Length))
            {
                return OutOf(room);
            }
        }

        // Where adding fails nobody knows how much of the text can be found.
        bool isAdded = false;
        try
        {
            isAdded = TryAdd(from, room, text);
        }
        finally
        {
            if (!isAdded)
            {
                lock (_lock)
                {
                    isAdded = OutOf(room);
                }
            }
        }

        return isAdded;
    }

    /// <summary>Whether a word stands in the user's own words.</summary>
    public bool UserMentions(string word, StepBudget budget)
    {
        using FoldedText folded = FoldedText.Closely(PlainText.Of(word));
        lock (_lock)
        {
            return !folded.Letters.IsEmpty && _sources.Find(static source => source is { Name: User, IsTrusted: true })?.Mentions(folded, budget) == true;
        }
    }

    /// <summary>Adds the whole of a field that has a role.</summary>
    public void AddField(ArgumentRole role, string value)
    {
        if (value.Length > LongestField)
        {
            return;
        }

        (ArgumentRole, string) field = (role, FieldForm(value));
        lock (_lock)
        {
            // Where there is no room the value has no such ground: it counts for less, never for more.
            if (!_fields.Contains(field) && _ofFields.TryTake(value.Length))
            {
                _fields.Add(field);
            }
        }
    }

    /// <summary>The best that speaks for a value.</summary>
    /// <param name="role">What the value is; <see cref="ArgumentRole.None"/> where a field of any role will do.</param>
    /// <param name="value">The value.</param>
    /// <param name="sought">The same, as it is looked for.</param>
    /// <param name="budget">What looking it up may cost.</param>
    public Ground GroundOf(ArgumentRole role, string value, SoughtValue sought, StepBudget budget)
    {
        string? field = value.Length <= LongestField ? FieldForm(value) : null;
        lock (_lock)
        {
            Ground best = field is not null && IsField(role, field) ? Ground.Field : _hasLostTrack ? Ground.Text : Ground.Nowhere;
            foreach (OriginSource source in sought.IsShort ? [] : _sources)
            {
                if (source.Ground < best && source.Says(sought, budget))
                {
                    best = source.Ground;
                }
            }

            // What was not looked up to the end may stand anywhere.
            return best == Ground.Nowhere && budget.IsSpent ? Ground.Text : best;
        }
    }

    /// <summary><c>context.origin</c>.</summary>
    public CedarRecord Describe(JsonElement arguments, ToolSchema schema) => new ArgumentOrigins(this).Describe(arguments, schema);

    /// <summary>Counts a leaf of an argument for each source that has said it, until the budget is spent.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="leavesBySource">What is counted.</param>
    /// <param name="budget">What looking it up may cost.</param>
    public void Count(SoughtValue leaf, int[] leavesBySource, StepBudget budget)
    {
        lock (_lock)
        {
            for (int i = 0; i < leavesBySource.Length && !leaf.IsShort; i++)
            {
                leavesBySource[i] += _sources[i].Says(leaf, budget) ? 1 : 0;
            }
        }
    }

    /// <summary>Counts a part of a leaf for each source that nobody vouches for and that has said it.</summary>
    /// <param name="part">The part.</param>
    /// <param name="leavesBySource">What is counted.</param>
    /// <param name="budget">What looking it up may cost.</param>
    public void Touch(SoughtValue part, int[] leavesBySource, StepBudget budget)
    {
        lock (_lock)
        {
            for (int i = 0; i < leavesBySource.Length && !part.IsShort; i++)
            {
                leavesBySource[i] += leavesBySource[i] == 0 && !_sources[i].IsTrusted && _sources[i].Says(part, budget) ? 1 : 0;
            }
        }
    }

    /// <summary>Counts a number or a date within a leaf for each source that nobody vouches for and that has said it.</summary>
    public void Touch(decimal? number, DateOnly? date, int[] leavesBySource)
    {
        lock (_lock)
        {
            for (int i = 0; i < leavesBySource.Length; i++)
            {
                leavesBySource[i] += leavesBySource[i] == 0 && !_sources[i].IsTrusted && _sources[i].Says(number, date) ? 1 : 0;
            }
        }
    }

    /// <summary>The sources of an argument: a trusted one if it covers every leaf, an untrusted one if it touches any.</summary>
    /// <param name="leaves">How many leaves the argument has.</param>
    /// <param name="leavesBySource">How many of them stand in the texts of each source.</param>
    /// <param name="isCut">Whether not all leaves were looked up. Then nobody covers all, and untrusted text may touch one.</param>
    public CedarSet SourcesOf(int leaves, int[] leavesBySource, bool isCut)
    {
        List<Value>? found = null;
        lock (_lock)
        {
            bool isTouched = isCut || _hasLostTrack;
            for (int i = 0; i < leavesBySource.Length; i++)
            {
                OriginSource source = _sources[i];
                if (leavesBySource[i] > 0 && (!source.IsTrusted || (leavesBySource[i] == leaves && !isCut)))
                {
                    (found ??= []).Add(source.Name);
                    isTouched |= !source.IsTrusted;
                }
            }

            if (isTouched)
            {
                (found ??= []).Add(Untrusted);
            }
        }

        return found is null ? CedarSet.Empty : new CedarSet(found);
    }

    private bool IsField(ArgumentRole role, string value) => role == ArgumentRole.None
        ? _fields.Contains((ArgumentRole.Party, value)) || _fields.Contains((ArgumentRole.Target, value))
        : _fields.Contains((role == ArgumentRole.Value ? ArgumentRole.Target : role, value));

    /// <summary>As a whole field is compared: exactly, but for case and white space. What is trusted for being equal must not be equal to much.</summary>
    private static string FieldForm(string value)
    {
        string text = Ascii.IsValid(value) ? value : string.Concat(value.EnumerateRunes().Select(static rune => rune.ToString())).Normalize(NormalizationForm.FormKC);
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    }

    private bool TryAdd(OriginSource from, OriginRoom room, string text)
    {
        string plain = PlainText.Of(text);
        using FoldedText folded = from.IsTrusted ? FoldedText.Closely(plain) : FoldedText.Loosely(plain);
        IReadOnlyList<decimal> numbers = NumbersInText.In(plain);
        IReadOnlyList<DateOnly> dates = DatesInText.In(plain, takesEither: !from.IsTrusted);
        IReadOnlyList<string> accounts = from.IsTrusted ? [.. AccountsInText.In(plain).SelectMany(static account => account).Select(static account => account.ToLowerInvariant())] : [];
        int length = folded.Letters.Length;
        int start = -1;
        for (int at = 0; at < length || start < 0; at += LettersAtOnce)
        {
            lock (_lock)
            {
                long before = from.Bytes;
                start = start < 0 ? from.Append(folded) : start;
                from.Index(start, length, at, Math.Min(length, at + LettersAtOnce));
                if (!room.TryGrow(from.Bytes - before))
                {
                    return false;
                }
            }
        }

        lock (_lock)
        {
            // Only once it can be found: a call beside this one must not take it for known before.
            long before = from.Bytes;
            from.Complete(text, numbers, dates, accounts);
            return room.TryGrow(from.Bytes - before);
        }
    }

    /// <returns>Whether it matters that more is added.</returns>
    private bool OutOf(OriginRoom room)
    {
        room.Close();
        if (room != _untrusted)
        {
            return true;
        }

        // Every value counts as untrusted from here on: who has said which is no longer worth the memory.
        _hasLostTrack = true;
        for (int i = 0; i < _sources.Count; i++)
        {
            _sources[i] = _sources[i].IsTrusted ? _sources[i] : new OriginSource(_sources[i].Name, isTrusted: false);
        }

        return false;
    }

    private OriginSource Of(string name, bool isTrusted)
    {
        OriginSource? source = _sources.Find(source => source.Name == name && source.IsTrusted == isTrusted);
        if (source is null)
        {
            source = new OriginSource(name, isTrusted);
            _sources.Add(source);
        }

        return source;
    }
}
