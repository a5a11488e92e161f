using System.Text.Json;
using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>Takes JSON values for what they must be, and reports what they are not.</summary>
internal sealed class JsonShape(SourceText source, BundleDiagnostics diagnostics)
{
    /// <summary>The members of an object that are known; each other one is an error.</summary>
    public IReadOnlyList<JsonMember> Members(JsonItem item, IReadOnlyList<string> known)
    {
        IReadOnlyList<JsonMember> members = Members(item);
        foreach (JsonMember member in members.Where(member => !known.Contains(member.Name)))
        {
            Error(member.NameSpan, $"unknown member {Quoted.Text(member.Name)}", DidYouMean(member.Name, known));
        }

        return [.. members.Where(member => known.Contains(member.Name))];
    }

    /// <summary>The value of a member that must be there.</summary>
    public JsonItem? Required(JsonItem item, IReadOnlyList<JsonMember> members, string name)
    {
        JsonItem? found = members.FirstOrDefault(member => member.Name == name)?.Value;
        if (found is null && item.Kind == JsonValueKind.Object)
        {
            Error(item.Span with { Length = 1 }, $"member `{name}` is missing");
        }

        return found;
    }

    /// <summary>All members of an object.</summary>
    public IReadOnlyList<JsonMember> Members(JsonItem item) => Is(item, JsonValueKind.Object, "an object") ? item.Members : [];

    public IReadOnlyList<JsonItem> Items(JsonItem item) => Is(item, JsonValueKind.Array, "a list") ? item.Items : [];

    /// <summary>A string that is not empty; null where it is none.</summary>
    public string? Text(JsonItem item)
    {
        if (!Is(item, JsonValueKind.String, "a string"))
        {
            return null;
        }

        if (item.Text.Length > 0)
        {
            return item.Text;
        }

        Error(item.Span, "the text is empty");
        return null;
    }

    public bool Flag(JsonItem item) =>
        item.Kind == JsonValueKind.True || (item.Kind != JsonValueKind.False && Is(item, JsonValueKind.False, "`true` or `false`"));

    /// <summary>One of some words.</summary>
    /// <param name="item">The value.</param>
    /// <param name="what">What the word stands for, in messages.</param>
    /// <param name="choices">The words.</param>
    public T? Choice<T>(JsonItem item, string what, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Text(item) is not { } text)
        {
            return null;
        }

        if (choices.TryGetValue(text, out T choice))
        {
            return choice;
        }

        Error(item.Span, $"unknown {what} {Quoted.Text(text)}", DidYouMean(text, choices.Keys.Order(StringComparer.Ordinal)));
        return null;
    }

    /// <summary>Distinct names.</summary>
    public IReadOnlyList<string> Names(JsonItem item)
    {
        OrderedDictionary<string, bool> names = [];
        foreach (JsonItem element in Items(item))
        {
            if (Text(element) is not { } name)
            {
                continue;
            }

            if (!VisibleText.Is(name))
            {
                Error(element.Span, "a name holds a control character");
            }
            else if (!names.TryAdd(name, true))
            {
                Error(element.Span, $"{Quoted.Text(name)} stands twice");
            }
        }

        return [.. names.Keys];
    }

    public void Error(SourceSpan span, string message, string? help = null) => diagnostics.Error(source, span, message, help);

    private bool Is(JsonItem item, JsonValueKind kind, string wanted)
    {
        if (item.Kind != kind)
        {
            Error(item.Span, $"expected {wanted}, found {item.Description}");
        }

        return item.Kind == kind;
    }

    private static string DidYouMean(string text, IEnumerable<string> known) =>
        Suggestion.Closest(text, known) is { } meant ? $"did you mean `{meant}`?" : $"known are {Quoted.List(known)}";
}
