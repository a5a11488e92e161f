namespace AgentGuard.Tests.History;

/// <summary>Whoever waits for a turn in vain takes none with him.</summary>
public sealed class HistoryTurnTests
{
    private static readonly HistoryPartition[] s_partitions = [new("tenant", null, ""), new("principal", null, "alice")];

    [Fact]
    public async Task A_turn_that_came_too_late_is_there_for_the_next()
    {
        ManualTimeProvider clock = new();
        AgentGuardOptions options = new() { TimeProvider = clock };
        HistoryTurns turns = new(options);
        IDisposable first = await turns.TakeAsync("s", s_partitions, default);
        Task<IDisposable> late = turns.TakeAsync("s", s_partitions, default).AsTask();

        clock.Advance(options.InformationTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => late);
        first.Dispose();

        (await turns.TakeAsync("s", s_partitions, default)).Dispose();
    }

    [Fact]
    public async Task A_cancelled_wait_leaves_its_turn_to_the_next()
    {
        HistoryTurns turns = new(new AgentGuardOptions());
        using CancellationTokenSource cancellation = new();
        IDisposable first = await turns.TakeAsync("s", s_partitions, default);
        Task<IDisposable> cancelled = turns.TakeAsync("s", s_partitions, cancellation.Token).AsTask();

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        first.Dispose();

        (await turns.TakeAsync("s", s_partitions, default)).Dispose();
    }
}
