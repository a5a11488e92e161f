namespace AgentGuard.Mcp;

/// <summary>One request to a server that is not answered yet.</summary>
internal sealed class UpstreamCall : IDisposable
{
    private static readonly AsyncLocal<UpstreamCall?> s_current = new();

    private readonly CancellationTokenSource _cancellation;
    private readonly SemaphoreSlim _question = new(1, 1);
    private readonly ITimer _timer;
    private volatile bool _hasTimedOut;

    public UpstreamCall(long id, Asker? asker, TimeSpan timeout, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        Id = id;
        Asker = asker;
        Timeout = timeout;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = timeProvider.CreateTimer(static call => ((UpstreamCall)call!).TimeOut(), this, timeout, System.Threading.Timeout.InfiniteTimeSpan);
        s_current.Value = this;
    }

    /// <summary>The call that this flow makes; null where it makes none.</summary>
    public static UpstreamCall? Current => s_current.Value;

    /// <summary>Its number, which is its progress token, too. A server knows those of its own calls and no others.</summary>
    public long Id { get; }

    /// <summary>On whose behalf; null for a question of the gateway's own.</summary>
    public Asker? Asker { get; }

    /// <summary>How long the server may be silent.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Cancelled by the caller, or when the server was silent for too long.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Whether the server was silent for too long.</summary>
    public bool HasTimedOut => _hasTimedOut;

    /// <summary>Starts the time anew: the server has given a sign of life.</summary>
    public void Touch() => _timer.Change(Timeout, System.Threading.Timeout.InfiniteTimeSpan);

    /// <summary>Asks the client something on the server's behalf. No time passes for the server while somebody thinks about it, and a call asks one thing at a time.</summary>
    public async ValueTask<T> AskAsync<T>(Func<ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        await _question.WaitAsync(cancellationToken).ConfigureAwait(false);
        _timer.Change(System.Threading.Timeout.InfiniteTimeSpan, System.Threading.Timeout.InfiniteTimeSpan);
        try
        {
            return await ask().ConfigureAwait(false);
        }
        finally
        {
            Touch();
            _question.Release();
        }
    }

    public void Dispose()
    {
        s_current.Value = null;
        _timer.Dispose();
        _cancellation.Dispose();
    }

    /// <summary>Gives the call up: nothing comes any more.</summary>
    public void Abandon()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer came at the last moment.
            _hasTimedOut = false;
        }
    }

    private void TimeOut()
    {
        _hasTimedOut = true;
        Abandon();
    }
}
