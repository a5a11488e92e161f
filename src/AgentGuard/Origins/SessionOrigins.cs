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
    private const int MaxLetters = 1 << 20;

    private readonly Lock _lock = new();
    private readonly List<(string Source, bool IsTrusted, FoldedText Text)> _texts = [];
    private int _letters;
    private bool _isFull;

    public void Add(string source, bool isTrusted, string text)
    {
        FoldedText folded = FoldedText.Of(text);
        lock (_lock)
        {
            if (_letters + folded.Length > MaxLetters)
            {
                // From now on nobody can say what a value is not from: every value counts as touched by untrusted text.
                _isFull = true;
                return;
            }

            _letters += folded.Length;
            _texts.Add((source, isTrusted, folded));
        }
    }

    /// <summary>Adds every leaf of a tool's result.</summary>
    public void Add(string tool, bool isTrusted, JsonElement form)
    {
        foreach (string leaf in Leaves(form))
        {
            Add(tool, isTrusted, leaf);
        }
    }

    /// <summary>
    /// <c>context.origin</c>: for each argument the sources of its value. A trusted source is listed if it covers every leaf of it,
    /// an untrusted one if it touches any.
    /// </summary>
    public CedarRecord Describe(JsonElement arguments) =>
        new(arguments.EnumerateObject().Select(argument => new KeyValuePair<string, Value>(argument.Name, Sources(argument.Value))));

    private CedarSet Sources(JsonElement argument)
    {
        HashSet<string>? trusted = null;
        HashSet<string> untrusted = [];
        lock (_lock)
        {
            if (_isFull)
            {
                untrusted.Add(Untrusted);
            }

            foreach (FoldedText leaf in Leaves(argument).Select(FoldedText.Of))
            {
                HashSet<string> covering = [];
                foreach ((string source, bool isTrusted, FoldedText text) in _texts)
                {
                    if (leaf.Length < ShortestValue || !text.Contains(leaf))
                    {
                        continue;
                    }

                    if (isTrusted)
                    {
                        covering.Add(source);
                    }
                    else
                    {
                        untrusted.Add(source);
                        untrusted.Add(Untrusted);
                    }
                }

                if (trusted is null)
                {
                    trusted = covering;
                }
                else
                {
                    trusted.IntersectWith(covering);
                }
            }
        }

        return new CedarSet((trusted ?? []).Union(untrusted).Select(static source => (Value)source));
    }

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Number => [element.GetRawText()],
        _ => [],
    };
}
