using Microsoft.Extensions.Logging.Abstractions;

namespace AgentGuard.Tests.Policies;

/// <summary>When it is time to look at a folder again.</summary>
public sealed class BundleWatcherTests : IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(1);

    private readonly TemporaryBundle _bundle = new();
    private readonly ManualTimeProvider _clock = new();
    private readonly BundleWatcher _watcher;
    private int _looks;

    public BundleWatcherTests() => _watcher = new BundleWatcher(_bundle.Folder, _clock, () => _looks++, NullLogger.Instance);

    [Fact]
    public void One_look_follows_edits_that_come_together()
    {
        for (int i = 0; i < 5; i++)
        {
            _watcher.Edited();
            _clock.Advance(BundleWatcher.QuietTime - s_tick);
        }

        Assert.Equal(0, _looks);
        _clock.Advance(s_tick);
        Assert.Equal(1, _looks);
    }

    [Fact]
    public void Edits_that_do_not_end_are_not_waited_for()
    {
        TimeSpan step = TimeSpan.FromMilliseconds(100);
        for (TimeSpan time = TimeSpan.Zero; time < BundleWatcher.LongestWait; time += step)
        {
            Assert.Equal(0, _looks);
            _watcher.Edited();
            _clock.Advance(step);
        }

        Assert.Equal(1, _looks);
    }

    [Fact]
    public void Without_a_sign_of_an_edit_it_is_time_at_each_interval()
    {
        _clock.Advance(BundleWatcher.Interval - s_tick);
        Assert.Equal(0, _looks);
        _clock.Advance(s_tick);
        Assert.Equal(1, _looks);
        _clock.Advance(BundleWatcher.Interval * 2);
        Assert.Equal(3, _looks);
    }

    [Fact]
    public void After_an_edit_the_interval_goes_on()
    {
        _watcher.Edited();
        _clock.Advance(BundleWatcher.QuietTime);
        _clock.Advance(BundleWatcher.Interval);

        Assert.Equal(2, _looks);
    }

    [Fact]
    public void A_folder_that_cannot_be_watched_is_looked_at_all_the_same()
    {
        LogRecorder log = new();
        int looks = 0;
        using BundleWatcher watcher = new(_bundle.PathOf("no-such-folder"), _clock, () => looks++, log);

        _clock.Advance(BundleWatcher.Interval);

        Assert.Equal(1, looks);
        Assert.Single(log.Of("BundleNotWatched"));
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _bundle.Dispose();
    }
}
