using System.Text;
using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Where the values that a session has seen came from. Texts are matched exactly, but for case, white space and punctuation; of a number
/// only who said this very value is believed to have said it.
/// A user who quotes untrusted text vouches for it: that is the limit of the method.
/// </summary>
internal sealed class SessionOrigins
{
    /// <summary>The user's own words, handed over by the host.</summary>
    public const string User = "user";

    /// <summary>The host's instructions.</summary>
    public const string Host = "host";

    /// <summary>Beside the name of any tool whose output is not trusted.</summary>
    public const string Untrusted = "untrusted";

    private const int ShortestValue = 2;
    private const int MaxBytes = 96 << 20;
    private const int MaxCharacters = 8 << 20;
    private const int PerText = 16;
    private const int LongestField = 1024;
    private const int MaxTyped = 100_000;

    // Held for look-ups and additions alone: whatever takes as long as a text is long is done before.
    private readonly Lock _lock = new();
    private readonly List<(string Name, bool IsTrusted)> _sources = [];
    private readonly HashSet<(int Source, string Text)> _seen = [];
    private readonly TextIndex _texts = new(MaxBytes);
    private readonly HashSet<(int Source, decimal Value)> _numbers = [];
    private readonly HashSet<(int Source, DateOnly Value)> _dates = [];
    private readonly HashSet<(ArgumentRole Role, string Value)> _fields = [];
    private long _characters;
    private bool _hasLostTrack;
    private bool _isFull;

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

    /// <summary>Adds what a source said.</summary>
    /// <returns>False if there is no room for more.</returns>
    public bool Add(string source, bool isTrusted, string text)
    {
        int index;
        lock (_lock)
        {
            index = IndexOf(source, isTrusted);

            // Tools say the same again and again. What has been seen, from the same source, says nothing new.
            if (_isFull || _seen.Contains((index, text)))
            {
                return !_isFull;
            }

            if (_characters + text.Length + PerText > MaxCharacters)
            {
                return Close();
            }
        }

        string plain = FoldedText.Plain(text);
        using FoldedText folded = FoldedText.OfPlain(plain);
        IReadOnlyList<decimal> numbers = NumbersInText.In(plain);
        IReadOnlyList<DateOnly> dates = DatesInText.In(plain, takesEither: !isTrusted);
        lock (_lock)
        {
            return Add(index, text, folded, numbers, dates);
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

    /// <summary>Whether a word stands in the user's own words.</summary>
    public bool UserMentions(string word, StepBudget budget)
    {
        using FoldedText folded = FoldedText.Of(word);
        lock (_lock)
        {
            int user = _sources.IndexOf((User, true));
            return user >= 0 && folded.Letters.Length >= ShortestValue && _texts.Contains(user, folded.Letters, budget);
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
            if (!_isFull && _characters + value.Length + PerText <= MaxCharacters && _fields.Add(field))
            {
                _characters += value.Length + PerText;
            }
        }
    }

    /// <summary>The best that speaks for a value.</summary>
    /// <param name="role">What the value is; <see cref="ArgumentRole.None"/> where a field of any role will do.</param>
    /// <param name="value">The value.</param>
    /// <param name="typed">What it is by its value.</param>
    /// <param name="budget">What looking it up may cost.</param>
    public Ground GroundOf(ArgumentRole role, string value, TypedLeaf typed, StepBudget budget)
    {
        using FoldedText folded = FoldedText.Of(value);
        string field = FieldForm(value);
        lock (_lock)
        {
            Ground best = IsField(role, field) ? Ground.Field : _hasLostTrack ? Ground.Text : Ground.Nowhere;
            for (int i = 0; i < _sources.Count && folded.Letters.Length >= ShortestValue; i++)
            {
                (string name, bool isTrusted) = _sources[i];
                Ground ground = !isTrusted ? Ground.Text : name == User ? Ground.User : name == Host ? Ground.Host : Ground.Trusted;
                if (ground < best && Says(i, folded, typed, budget))
                {
                    best = ground;
                }
            }

            // What was not looked up to the end may stand anywhere.
            return best == Ground.Nowhere && budget.IsSpent ? Ground.Text : best;
        }
    }

    /// <summary><c>context.origin</c>.</summary>
    public CedarRecord Describe(JsonElement arguments, ToolSchema schema) => new ArgumentOrigins(this).Describe(arguments, schema);

    /// <summary>Counts a leaf of an argument for each source in whose texts it stands, until the budget is spent.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="typed">What it is by its value.</param>
    /// <param name="leavesBySource">What is counted.</param>
    /// <param name="budget">What looking it up may cost.</param>
    public void Count(FoldedText leaf, TypedLeaf typed, int[] leavesBySource, StepBudget budget)
    {
        if (leaf.Letters.Length < ShortestValue)
        {
            return;
        }

        lock (_lock)
        {
            for (int i = 0; i < leavesBySource.Length; i++)
            {
                leavesBySource[i] += Says(i, leaf, typed, budget) ? 1 : 0;
            }
        }
    }

    /// <summary>Counts a part of a leaf for each untrusted source in whose texts it stands.</summary>
    /// <param name="part">The part.</param>
    /// <param name="typed">What it is by its value.</param>
    /// <param name="leavesBySource">What is counted.</param>
    /// <param name="budget">What looking it up may cost.</param>
    public void Touch(FoldedText part, TypedLeaf typed, int[] leavesBySource, StepBudget budget)
    {
        if (part.Letters.Length < ShortestValue)
        {
            return;
        }

        lock (_lock)
        {
            for (int i = 0; i < leavesBySource.Length; i++)
            {
                leavesBySource[i] += leavesBySource[i] == 0 && !_sources[i].IsTrusted && Says(i, part, typed, budget) ? 1 : 0;
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
                (string name, bool isTrusted) = _sources[i];
                if (leavesBySource[i] > 0 && (!isTrusted || (leavesBySource[i] == leaves && !isCut)))
                {
                    (found ??= []).Add(name);
                    isTouched |= !isTrusted;
                }
            }

            if (isTouched)
            {
                (found ??= []).Add(Untrusted);
            }
        }

        return found is null ? CedarSet.Empty : new CedarSet(found);
    }

    /// <summary>By its value or by its letters; an untrusted text touches a number or a date by its digits too, a trusted one says it or does not.</summary>
    private bool Says(int source, FoldedText leaf, TypedLeaf typed, StepBudget budget) =>
        (typed.Number is { } number && _numbers.Contains((source, number)))
        || (typed.Date is { } date && _dates.Contains((source, date)))
        || ((!typed.IsExact || !_sources[source].IsTrusted) && _texts.Contains(source, leaf.Letters, budget));

    private bool IsField(ArgumentRole role, string value) => role == ArgumentRole.None
        ? _fields.Contains((ArgumentRole.Party, value)) || _fields.Contains((ArgumentRole.Target, value))
        : _fields.Contains((role == ArgumentRole.Value ? ArgumentRole.Target : role, value));

    /// <summary>As a whole field is compared: exactly, but for case and white space. What is trusted for being equal must not be equal to much.</summary>
    private static string FieldForm(string value)
    {
        string text = Ascii.IsValid(value) ? value : string.Concat(value.EnumerateRunes().Select(static rune => rune.ToString())).Normalize(NormalizationForm.FormKC);
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    }

    private bool Add(int source, string text, FoldedText folded, IReadOnlyList<decimal> numbers, IReadOnlyList<DateOnly> dates)
    {
        bool isAdded = false;
        try
        {
            if (_isFull || _seen.Contains((source, text)))
            {
                isAdded = !_isFull;
                return isAdded;
            }

            _characters += text.Length + PerText;
            isAdded = _characters <= MaxCharacters && _numbers.Count + numbers.Count + _dates.Count + dates.Count <= MaxTyped && _texts.TryAdd(source, folded);
            if (isAdded)
            {
                // Only once it can be found: a call beside this one must not take it for known before.
                foreach (decimal number in numbers)
                {
                    _numbers.Add((source, number));
                }

                foreach (DateOnly date in dates)
                {
                    _dates.Add((source, date));
                }

                _seen.Add((source, text));
            }

            return isAdded;
        }
        finally
        {
            if (!isAdded)
            {
                // Where adding fails, too, nobody knows how much of the text can be found.
                Close();
            }
        }
    }

    private bool Close()
    {
        _isFull = true;
        _hasLostTrack = true;
        _seen.Clear();
        return false;
    }

    private int IndexOf(string source, bool isTrusted)
    {
        int index = _sources.IndexOf((source, isTrusted));
        if (index < 0)
        {
            index = _sources.Count;
            _sources.Add((source, isTrusted));
        }

        return index;
    }
}
