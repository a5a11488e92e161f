using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>Which temporal conditions hold for a call.</summary>
/// <param name="Values"><c>context.temporal</c>; null where it cannot be told.</param>
/// <param name="Partition">The partition that was read.</param>
/// <param name="Version">At which version.</param>
/// <param name="Unknown">Why the call cannot be decided; null where all is known.</param>
internal sealed record TemporalAnswer(CedarRecord? Values, HistoryPartition Partition, long Version, Denial? Unknown)
{
    /// <summary>What calls that still run could change; null where none runs.</summary>
    public TemporalProspects? Prospects { get; init; }

    /// <summary>As it would be if they had returned.</summary>
    public TemporalAnswer WhenReturned() => this with { Values = Prospects?.Returned ?? Values, Prospects = null };
}
