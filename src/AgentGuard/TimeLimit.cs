namespace AgentGuard;

/// <summary>Whatever the guard waits for may take <see cref="AgentGuardOptions.InformationTimeout"/> and no longer, cooperative or not.</summary>
internal static class TimeLimit
{
    /// <summary>For work of the host's own, which is told when its time is over. It has a thread of its own: one that blocks is late like any other.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async ValueTask<T> WithinAsync<T>(Func<CancellationToken, ValueTask<T>> work, AgentGuardOptions options, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(options.InformationTimeout, options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        CancellationToken token = either.Token;
        try
        {
            return await Task.Run(() => work(token).AsTask(), CancellationToken.None)
                .WaitAsync(options.InformationTimeout, options.TimeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("it took too long", e);
        }
    }

    /// <exception cref="TimeoutException">It took longer.</exception>
    public static ValueTask<T> Within<T>(this ValueTask<T> work, AgentGuardOptions options, CancellationToken cancellationToken) =>
        work.IsCompletedSuccessfully
            ? work
            : new ValueTask<T>(work.AsTask().WaitAsync(options.InformationTimeout, options.TimeProvider, cancellationToken));

    /// <exception cref="TimeoutException">It took longer.</exception>
    public static ValueTask Within(this ValueTask work, AgentGuardOptions options, CancellationToken cancellationToken) =>
        work.IsCompletedSuccessfully
            ? work
            : new ValueTask(work.AsTask().WaitAsync(options.InformationTimeout, options.TimeProvider, cancellationToken));
}
