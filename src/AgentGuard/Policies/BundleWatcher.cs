using Microsoft.Extensions.Logging;

namespace AgentGuard;

/// <summary>
/// Says when it is time to look at a folder again: soon after an edit, when the folder has come to rest, and from time to time anyway,
/// because a file watcher misses edits on network drives, in swapped folders and under load.
/// </summary>
internal sealed class BundleWatcher : IDisposable
{
    /// <summary>How long a folder must be at rest.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(250);

    /// <summary>How long edits that do not end are waited for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>How often it is time without any sign of an edit.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _look;
    private readonly ITimer _timer;
    private readonly FileSystemWatcher? _watcher;
    private long? _firstEdit;

    public BundleWatcher(string folder, TimeProvider time, Action look, ILogger logger)
    {
        _time = time;
        _look = look;
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
        try
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += (_, _) => Edited();
            _watcher.Changed += (_, _) => Edited();
            _watcher.Deleted += (_, _) => Edited();
            _watcher.Renamed += (_, _) => Edited();
            _watcher.Error += (_, _) => Edited();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PlatformNotSupportedException or ArgumentException)
        {
            logger.BundleNotWatched(folder, Interval, exception);
        }
    }

    public void Dispose()
    {
        _watcher?.Dispose();
        _timer.Dispose();
    }

    /// <summary>Something in the folder has changed; more may follow.</summary>
    internal void Edited()
    {
        lock (_gate)
        {
            _firstEdit ??= _time.GetTimestamp();
            TimeSpan left = LongestWait - _time.GetElapsedTime(_firstEdit.Value);
            TimeSpan due = left < QuietTime ? left : QuietTime;
            _timer.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Interval);
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _firstEdit = null;
        }

        _look();
    }
}
