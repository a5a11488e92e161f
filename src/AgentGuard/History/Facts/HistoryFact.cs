using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard;

/// <summary>One fact that a bundle declares: policies read it as <c>context.history.&lt;name&gt;</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Counts">The events that it is about.</param>
internal sealed record HistoryFact(string Name, FactKind Kind, EventSelector Counts)
{
    /// <summary>What ends a row of events; null where it is no <see cref="FactKind.Streak"/>.</summary>
    public EventSelector? Break { get; init; }

    /// <summary>How far it looks back; null for as far as the history goes.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>What is summed, or of which different values are counted; null where nothing is.</summary>
    public string? Field { get; init; }

    /// <summary>What an event must have in common with the call.</summary>
    public IReadOnlyList<FactMatch> Where { get; init; } = [];

    /// <summary>Whose events count together, see <see cref="HistoryPartition.Key"/>.</summary>
    public string Key { get; init; } = FactKeys.Session;

    /// <summary>Whether it starts as if nothing had happened where it does not know; otherwise what depends on it is denied until it does.</summary>
    public bool StartsOpen { get; init; }

    /// <summary>The file in which it stands.</summary>
    public required SourceText Source { get; init; }

    /// <summary>Where it stands.</summary>
    public required SourceSpan Span { get; init; }

    /// <summary>The same for facts that come to the same: a monitor outlives a reload that does not change what it counts.</summary>
    public string Fingerprint => field ??= $"{Kind} {Counts} | {Break} | {Window?.Ticks} {Field} {Key} {StartsOpen} {string.Join(',', Where.Select(static match => match.EventField))}";

    /// <summary>The fields of an event that it reads.</summary>
    public IEnumerable<string> EventFields => Field is null ? Where.Select(static match => match.EventField) : Where.Select(static match => match.EventField).Append(Field);

    /// <summary>Responses that would change it, and of which calls can be told before that they are to come; null for none.</summary>
    private EventSelector? Awaited =>
        Where.Any(static match => EventValues.IsOutput(match.EventField)) ? null
        : Counts is { Kind: HistoryEventKinds.Response, Tools: not null } ? Counts
        : Break is { Kind: HistoryEventKinds.Response, Tools: not null } ? Break
        : null;

    /// <summary>Whether a call of a tool that was admitted and has not ended may yet change it.</summary>
    public bool Awaits(ToolId? tool) => Awaited?.Covers(tool) == true;

    /// <summary>Whether events of a kind and a tool tell it something.</summary>
    public bool Hears(string kind, ToolId? tool) =>
        (Counts.Covers(tool) && kind == Counts.Kind)
        || Follows(kind, tool)
        || (Break is { } end && end.Covers(tool) && (kind == end.Kind || (end.Kind == HistoryEventKinds.Admitted && IsEnd(kind))));

    private static bool IsEnd(string kind) => kind is HistoryEventKinds.Response or HistoryEventKinds.Error or HistoryEventKinds.Released;

    /// <summary>What is taken back, and what runs before it returns.</summary>
    private bool Follows(string kind, ToolId? tool) => kind switch
    {
        HistoryEventKinds.Released => (Counts.Kind == HistoryEventKinds.Admitted && Counts.Covers(tool)) || Awaits(tool),
        HistoryEventKinds.Admitted or HistoryEventKinds.Error => Awaits(tool),
        _ => false,
    };
}
