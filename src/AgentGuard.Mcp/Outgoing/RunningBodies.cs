namespace AgentGuard.Mcp;

/// <summary>The bodies of one connection whose results have to be redacted.</summary>
internal sealed class RunningBodies
{
    // Progress that comes after its call is over breaks the protocol; of the last so many calls it is withheld all the same.
    private const int MaxTokens = 1024;

    private readonly Lock _lock = new();
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private int _running;

    public bool IsAnyRunning => Volatile.Read(ref _running) > 0;

    public void Begin(string? token)
    {
        Interlocked.Increment(ref _running);
        if (token is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_tokens.Add(token))
            {
                _order.Enqueue(token);
                if (_order.Count > MaxTokens)
                {
                    _tokens.Remove(_order.Dequeue());
                }
            }
        }
    }

    public void End() => Interlocked.Decrement(ref _running);

    /// <summary>Whether progress is that of such a body; while one runs, also progress that does not say whose it is.</summary>
    public bool Withholds(string? token)
    {
        lock (_lock)
        {
            return token is null ? IsAnyRunning : _tokens.Contains(token);
        }
    }
}
