using System.Collections.Frozen;

namespace AgentGuard;

/// <summary>Which events a fact counts.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Tools">Their tools; null for any, and for events of the host's.</param>
/// <param name="Label">A label of what the tool put out; null for any.</param>
internal sealed record EventSelector(string Kind, FrozenSet<ToolId>? Tools, string? Label)
{
    public bool Matches(HistoryEvent happened) =>
        happened.Kind == Kind && Covers(happened.Tool) && (Label is null || happened.Labels.Contains(Label));

    public bool Covers(ToolId? tool) => Tools is null || (tool is { } one && Tools.Contains(one));

    /// <summary>The same for the same events.</summary>
    public override string ToString() => $"{Kind} {(Tools is null ? "*" : string.Join(',', Tools.Select(static tool => tool.ToString()).Order(StringComparer.Ordinal)))} {Label}";
}
