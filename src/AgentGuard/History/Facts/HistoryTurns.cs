namespace AgentGuard;

/// <summary>
/// Lets those who lost against others decide one after the other. Versions alone keep limits exact; where many calls meet in one partition
/// they also keep each other from getting anywhere.
/// </summary>
internal sealed class HistoryTurns(AgentGuardOptions options)
{
    private const int Lanes = 64;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, Lanes).Select(static _ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the turn in all partitions that a call reads.</summary>
    /// <param name="session">The session.</param>
    /// <param name="partitions">The partitions.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Ends the turn.</returns>
    /// <exception cref="TimeoutException">It took longer than <see cref="AgentGuardOptions.InformationTimeout"/>.</exception>
    public async ValueTask<IDisposable> TakeAsync(string session, IEnumerable<HistoryPartition> partitions, CancellationToken cancellationToken)
    {
        // In one order, so that no two wait for each other.
        SortedSet<int> lanes = [Lane(session.GetHashCode(StringComparison.Ordinal)), .. partitions.Select(static partition => Lane(partition.GetHashCode()))];
        Turn turn = new();
        using CancellationTokenSource timeout = new(options.InformationTimeout, options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            foreach (int lane in lanes)
            {
                // The wait itself is cancelled: one that is only left alone would take the lane later, and nobody would give it back.
                await _lanes[lane].WaitAsync(either.Token).ConfigureAwait(false);
                turn.Taken.Add(_lanes[lane]);
            }

            return turn;
        }
        catch (OperationCanceledException e)
        {
            turn.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException("the turn to decide did not come in time", e);
        }
    }

    private static int Lane(int hash) => (int)((uint)hash % Lanes);

    private sealed class Turn : IDisposable
    {
        public List<SemaphoreSlim> Taken { get; } = [];

        public void Dispose()
        {
            foreach (SemaphoreSlim lane in Taken)
            {
                lane.Release();
            }

            Taken.Clear();
        }
    }
}
