namespace AgentGuard.Testing;

/// <summary>A clock that stands still until a scenario says that time passes. It starts on 2026-01-05, a Monday, at 12:00 UTC.</summary>
public sealed class ScenarioClock : TimeProvider
{
    private long _ticks = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero).UtcTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Lets time pass.</summary>
    /// <param name="time">How much, above zero.</param>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(time, TimeSpan.Zero);
        Interlocked.Add(ref _ticks, time.Ticks);
    }
}
