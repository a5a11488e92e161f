using System.Security.Cryptography;

namespace AgentGuard.Testing;

/// <summary>
/// A history for each conversation: recordings have nothing to do with each other, so no budget adds them up, none is refused because of those before it,
/// and what comes of one does not depend on which are played beside it. A history goes with its conversation.
/// </summary>
internal sealed class ConversationHistories : IInvocationHistoryStore
{
    private static readonly TimeSpan s_retention = TimeSpan.FromDays(7);
    private static readonly AsyncLocal<InMemoryInvocationHistoryStore?> s_current = new();

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> HashKey { get; } = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);

    /// <inheritdoc/>
    public TimeSpan Retention => s_retention;

    private static InMemoryInvocationHistoryStore Current => s_current.Value ?? throw new InvalidOperationException("no conversation is played in this flow");

    /// <summary>From here on this flow plays a conversation of its own.</summary>
    /// <param name="clock">The clock.</param>
    public static void Begin(TimeProvider clock) => s_current.Value = new InMemoryInvocationHistoryStore(clock, retention: s_retention);

    /// <inheritdoc/>
    public ValueTask<SessionHistory> ReadAsync(SessionKey key, CancellationToken cancellationToken) => Current.ReadAsync(key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HistoryEvents> ReadEventsAsync(HistoryPartition partition, long after, CancellationToken cancellationToken) =>
        Current.ReadEventsAsync(partition, after, cancellationToken);

    /// <summary>Always: every conversation begins with an empty history.</summary>
    public ValueTask<IReadOnlyList<DateTimeOffset?>> RecordingSinceAsync(IReadOnlyList<string> needs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(needs);
        return ValueTask.FromResult<IReadOnlyList<DateTimeOffset?>>(new DateTimeOffset?[needs.Count]);
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReserveAsync(SessionKey key, long version, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Current.TryReserveAsync(key, version, invocation, appends, cancellationToken);

    /// <inheritdoc/>
    public ValueTask RecordAsync(SessionKey key, Invocation invocation, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Current.RecordAsync(key, invocation, appends, cancellationToken);

    /// <inheritdoc/>
    public ValueTask CompleteAsync(
        SessionKey key, string decisionId, InvocationOutcome outcome, IReadOnlyList<string> labels, IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) =>
        Current.CompleteAsync(key, decisionId, outcome, labels, appends, cancellationToken);

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<PartitionAppend> appends, CancellationToken cancellationToken) => Current.AppendAsync(appends, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ClearRefusalsAsync(string sessionId, CancellationToken cancellationToken) => Current.ClearRefusalsAsync(sessionId, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Invocation>> ListAsync(SessionKey key, CancellationToken cancellationToken) => Current.ListAsync(key, cancellationToken);
}
