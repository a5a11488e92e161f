namespace AgentGuard;

/// <summary>What a partition holds after a version.</summary>
/// <param name="Version">The newest version; below the one asked for where the partition was forgotten, because nothing happened for the retention.</param>
/// <param name="Events">The events that came after the version asked for, oldest first. Those that are older than the retention may be gone.</param>
/// <param name="LostAt">When an event was last not written, because the partition was full; null for never. Facts that look back to then are unknown.</param>
public sealed record HistoryEvents(long Version, IReadOnlyList<HistoryEvent> Events, DateTimeOffset? LostAt);
