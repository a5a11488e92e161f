namespace AgentGuard.Mcp;

/// <summary>Reads a list again, however often it is asked to: at most one reading runs, and one more waits for it.</summary>
internal sealed class Refresh(Func<Task> read)
{
    private readonly Lock _lock = new();
    private Task _running = Task.CompletedTask;
    private Task? _waiting;

    /// <summary>Reads the list once more, from now on.</summary>
    /// <returns>Done when a reading that began after this was asked for is done.</returns>
    public Task RunAsync()
    {
        lock (_lock)
        {
            return _waiting ??= Task.Run(NextAsync);
        }
    }

    private async Task NextAsync()
    {
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task next;
        lock (_lock)
        {
            next = _running = read();
            _waiting = null;
        }

        await next.ConfigureAwait(false);
    }
}
