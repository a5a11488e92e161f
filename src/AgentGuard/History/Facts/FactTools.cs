using System.Collections.Frozen;

namespace AgentGuard;

/// <summary>Reads which events a fact counts: their kind, and the tool, group or label that they have.</summary>
internal sealed class FactTools(JsonShape json, ToolCatalog catalog)
{
    /// <summary>Reads the members <c>event</c>, <c>tool</c>, <c>group</c> and <c>label</c>.</summary>
    /// <returns>Null where they are wrong, which was said.</returns>
    public EventSelector? ReadSelector(JsonItem holder, IReadOnlyList<JsonMember> members)
    {
        JsonItem? kindItem = json.Required(holder, members, "event");
        string? kind = kindItem is null ? null : json.Text(kindItem);
        JsonMember? tool = Find("tool");
        JsonMember? group = Find("group");
        JsonMember? label = Find("label");
        if (kind is null)
        {
            return null;
        }

        bool isOwn = HistoryEventKinds.Own.Contains(kind);
        if (!EventValues.IsName(kind))
        {
            json.Error(kindItem!.Span, $"{Quoted.Text(kind)} is no kind of event", $"the guard writes {Quoted.List(HistoryEventKinds.Own.Order(StringComparer.Ordinal))}; a kind of yours has letters, digits and underscores");
            return null;
        }

        if (!isOwn && HistoryEventKinds.Own.FirstOrDefault(own => IsMistakenFor(kind, own)) is { } meant)
        {
            json.Error(kindItem!.Span, $"the guard writes no {Quoted.Text(kind)}", $"did you mean `{meant}`? An event of yours has to be called otherwise");
            return null;
        }

        if (tool is not null && group is not null)
        {
            json.Error(group.NameSpan, "either a tool or a group", "a group holds the tools that the catalog puts there");
        }

        if (!isOwn && (tool ?? group ?? label) is { } stray)
        {
            json.Error(stray.NameSpan, $"an event of yours has no {stray.Name}", $"{Quoted.Text(kind)} is none that the guard writes");
            return null;
        }

        if (label is not null && !HistoryEventKinds.IsOutcome(kind))
        {
            json.Error(label.NameSpan, $"`{kind}` events have no label", "labels are of outputs: count `response` or `error`");
        }

        FrozenSet<ToolId>? tools = tool is not null ? OfTool(tool.Value) : group is not null ? OfGroup(group.Value) : null;
        return new EventSelector(kind, tools, label is null ? null : OfLabel(label.Value));

        JsonMember? Find(string name) => members.FirstOrDefault(member => member.Name == name);
    }

    /// <summary>A fact about an event that nobody writes counts nothing.</summary>
    private static bool IsMistakenFor(string kind, string own) =>
        kind.Equals(own, StringComparison.OrdinalIgnoreCase) || kind.Equals(own + "s", StringComparison.OrdinalIgnoreCase);

    private FrozenSet<ToolId> OfTool(JsonItem item)
    {
        string? name = json.Text(item);
        ToolEntry? entry = catalog.Tools.FirstOrDefault(tool => tool.Id.ToString() == name);
        if (name is not null && entry is null)
        {
            json.Error(item.Span, $"the catalog has no tool {Quoted.Text(name)}", Hint(name, catalog.Tools.Select(static tool => tool.Id.ToString())));
        }

        return entry is null ? [] : [entry.Id];
    }

    private FrozenSet<ToolId> OfGroup(JsonItem item)
    {
        string? name = json.Text(item);
        FrozenSet<ToolId> tools = [.. catalog.Tools.Where(tool => name is not null && tool.Groups.Contains(name)).Select(static tool => tool.Id)];
        if (name is not null && tools.Count == 0)
        {
            json.Error(item.Span, $"no tool is in the group {Quoted.Text(name)}", Hint(name, catalog.Tools.SelectMany(static tool => tool.Groups)));
        }

        return tools;
    }

    private string? OfLabel(JsonItem item)
    {
        string? name = json.Text(item);
        if (name is not null && !catalog.Tools.Any(tool => tool.Output.AllLabels.Contains(name)))
        {
            json.Error(item.Span, $"no output has the label {Quoted.Text(name)}", Hint(name, catalog.Tools.SelectMany(static tool => tool.Output.AllLabels)));
        }

        return name;
    }

    private static string? Hint(string name, IEnumerable<string> known) =>
        Cedar.Diagnostics.Suggestion.Closest(name, known.Distinct().Order(StringComparer.Ordinal)) is { } meant ? $"did you mean `{meant}`?" : "see tools.json";
}
