namespace AgentGuard;

/// <summary>Whatever the guard waits for may take <see cref="AgentGuardOptions.InformationTimeout"/> and no longer, cooperative or not.</summary>
internal static class TimeLimit
{
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
