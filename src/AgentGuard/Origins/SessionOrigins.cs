using System.Text.Json;
using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>
/// Where the values that a session has seen came from. Values are matched exactly, but for case, white space and punctuation.
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
    private const int MaxBytes = 16 << 20;
    private const int MaxCharacters = 1 << 20;
    private const int PerText = 16;

    private readonly Lock _lock = new();
    private readonly List<(string Name, bool IsTrusted)> _sources = [];
    private readonly HashSet<(int Source, string Text)> _seen = [];
    private readonly TextIndex _texts = new(MaxBytes);
    private long _characters;
    private bool _isFull;

    public void Add(string source, bool isTrusted, string text)
    {
        lock (_lock)
        {
            int index = _sources.IndexOf((source, isTrusted));
            if (index < 0)
            {
                index = _sources.Count;
                _sources.Add((source, isTrusted));
            }

            // Tools say the same again and again. What has been seen, from the same source, says nothing new.
            if (_isFull || !_seen.Add((index, text)))
            {
                return;
            }

            _characters += text.Length + PerText;
            using FoldedText folded = FoldedText.Of(text);
            if (_characters > MaxCharacters || !_texts.TryAdd(index, folded))
            {
                // From now on nobody can say what a value is not from: every value counts as touched by untrusted text.
                _isFull = true;
                _seen.Clear();
            }
        }
    }

    /// <summary>Adds every leaf of a tool's result.</summary>
    public void Add(string tool, bool isTrusted, JsonElement form)
    {
        switch (form.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in form.EnumerateObject())
                {
                    Add(tool, isTrusted, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in form.EnumerateArray())
                {
                    Add(tool, isTrusted, element);
                }

                break;
            default:
                if (TextOf(form) is { } text)
                {
                    Add(tool, isTrusted, text);
                }

                break;
        }
    }

    /// <summary>
    /// <c>context.origin</c>: for each argument the sources of its value. A trusted source is listed if it covers every leaf of it,
    /// an untrusted one if it touches any.
    /// </summary>
    public CedarRecord Describe(JsonElement arguments)
    {
        KeyValuePair<string, Value>[] origins = new KeyValuePair<string, Value>[arguments.GetPropertyCount()];
        int i = 0;
        lock (_lock)
        {
            int[] leavesBySource = new int[_sources.Count];
            foreach (JsonProperty argument in arguments.EnumerateObject())
            {
                Array.Clear(leavesBySource);
                origins[i++] = new(argument.Name, SourcesOf(argument.Value, leavesBySource));
            }
        }

        return new CedarRecord(origins);
    }

    private CedarSet SourcesOf(JsonElement argument, int[] leavesBySource)
    {
        int leaves = CountLeaves(argument, leavesBySource);
        List<Value>? found = null;
        bool isTouched = _isFull;
        for (int i = 0; i < leavesBySource.Length; i++)
        {
            (string name, bool isTrusted) = _sources[i];
            if (leavesBySource[i] > 0 && (!isTrusted || leavesBySource[i] == leaves))
            {
                (found ??= []).Add(name);
                isTouched |= !isTrusted;
            }
        }

        if (isTouched)
        {
            (found ??= []).Add(Untrusted);
        }

        return found is null ? CedarSet.Empty : new CedarSet(found);
    }

    /// <summary>Counts the leaves of a value, and for each source those that stand in its texts.</summary>
    private int CountLeaves(JsonElement value, int[] leavesBySource)
    {
        int leaves = 0;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    leaves += CountLeaves(member.Value, leavesBySource);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement element in value.EnumerateArray())
                {
                    leaves += CountLeaves(element, leavesBySource);
                }

                break;
            default:
                if (TextOf(value) is { } text)
                {
                    leaves = 1;
                    CountLeaf(text, leavesBySource);
                }

                break;
        }

        return leaves;
    }

    private void CountLeaf(string text, int[] leavesBySource)
    {
        using FoldedText leaf = FoldedText.Of(text);
        for (int i = 0; i < leavesBySource.Length; i++)
        {
            if (leaf.Letters.Length >= ShortestValue && _texts.Contains(i, leaf.Letters))
            {
                leavesBySource[i]++;
            }
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
