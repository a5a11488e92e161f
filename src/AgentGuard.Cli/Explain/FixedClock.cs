namespace AgentGuard.Cli.Explain;

/// <summary>A clock that says when the call is made.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
