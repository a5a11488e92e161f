namespace AgentGuard;

/// <summary>What one partition gets of a change that is made in several at once, or that it must not have moved meanwhile.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="ExpectedVersion">The version that was decided on: where it is another by now, nothing is written anywhere. Null where it does not matter.</param>
/// <param name="Events">The events; none where the partition was read only.</param>
public sealed record PartitionAppend(HistoryPartition Partition, long? ExpectedVersion, IReadOnlyList<HistoryEvent> Events)
{
    /// <summary>Whether the end of the call will be written here: a reservation keeps room for one event more, until the call is completed.</summary>
    public bool KeepsRoom { get; init; }
}
