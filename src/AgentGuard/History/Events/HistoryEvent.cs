using System.Collections.ObjectModel;

namespace AgentGuard;

/// <summary>One thing that happened, as history facts count it. Of arguments and outputs it holds what facts name, and nothing in clear but the numbers that are summed.</summary>
/// <param name="Kind">One of <see cref="HistoryEventKinds"/>, or the host's own.</param>
/// <param name="CallId">The decision whose call it belongs to; empty for an event of the host's.</param>
/// <param name="Tool">The tool; null for an event of the host's.</param>
public sealed record HistoryEvent(string Kind, string CallId, ToolId? Tool)
{
    /// <summary>Its place in its partition, without gaps. The store gives it.</summary>
    public long Sequence { get; init; }

    /// <summary>When it was written, never before the event that stands before it. The store gives it.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Labels of what the tool put out.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>The values that facts name, by their names.</summary>
    public IReadOnlyDictionary<string, EventField> Fields { get; init; } = ReadOnlyDictionary<string, EventField>.Empty;
}
