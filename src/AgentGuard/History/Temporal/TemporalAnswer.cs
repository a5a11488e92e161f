using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Which temporal conditions hold for a call.</summary>
/// <param name="Values"><c>context.temporal</c>; null where it cannot be told.</param>
/// <param name="Partition">The partition that was read.</param>
/// <param name="Version">At which version.</param>
/// <param name="Unknown">Why the call cannot be decided; null where all is known.</param>
internal sealed record TemporalAnswer(CedarRecord? Values, HistoryPartition Partition, long Version, Denial? Unknown)
{
    /// <summary>Tools that still run and may yet change what holds.</summary>
    public IReadOnlyList<ToolId> Running { get; init; } = [];

    /// <summary>What would hold if they had returned as conditions ask.</summary>
    public CedarRecord? Returned { get; init; }

    /// <summary>As it would be then.</summary>
    public TemporalAnswer WhenReturned() => this with { Values = Returned ?? Values, Running = [] };
}
