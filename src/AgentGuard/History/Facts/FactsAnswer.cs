using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What the declared facts say of one call.</summary>
internal sealed record FactsAnswer
{
    /// <summary>For a tool whose policies read no fact.</summary>
    public static FactsAnswer None { get; } = new();

    /// <summary>The facts by their names.</summary>
    public IReadOnlyList<KeyValuePair<string, Value>> Values { get; init; } = [];

    /// <summary>Why the call cannot be decided; null where all facts are known.</summary>
    public Denial? Unknown { get; init; }

    /// <summary>The partitions that were read, and at which versions.</summary>
    public IReadOnlyList<(HistoryPartition Partition, long Version)> Versions { get; init; } = [];

    /// <summary>Facts that a call which still runs may yet change.</summary>
    public IReadOnlyList<(HistoryFact Fact, ToolId Tool)> Running { get; init; } = [];

    /// <summary><c>context.history</c>.</summary>
    public CedarRecord Into(CedarRecord own) => Values.Count == 0 ? own : new CedarRecord([.. own, .. Values]);

    /// <summary>As it would be if the calls that still run had returned.</summary>
    public FactsAnswer WhenReturned() => this with
    {
        Running = [],
        Values =
        [
            .. Values.Where(value => !Running.Any(running => running.Fact.Name == value.Key)),
            .. Running.Select(running => KeyValuePair.Create(running.Fact.Name, Returned(running.Fact))),
        ],
    };

    /// <summary>A sum and a count of different values stay as they are: nobody knows yet by how much they would grow.</summary>
    private Value Returned(HistoryFact fact) => fact.Kind switch
    {
        FactKind.Seen => true,
        FactKind.Last => 0,
        FactKind.Streak when fact.Counts.Kind != HistoryEventKinds.Response => 0, // what returns breaks the row
        FactKind.Count or FactKind.Streak => Values.First(value => value.Key == fact.Name).Value.AsLong + 1,
        _ => Values.First(value => value.Key == fact.Name).Value,
    };
}
