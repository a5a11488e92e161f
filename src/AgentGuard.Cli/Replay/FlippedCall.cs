using AgentGuard.Testing;

namespace AgentGuard.Cli.Replay;

/// <summary>A call that two bundles decide differently.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Trace">The conversation.</param>
/// <param name="Call">What the one bundle decided.</param>
/// <param name="Against">What the other did.</param>
internal sealed record FlippedCall(string Suite, string Trace, ReplayedCall Call, ReplayedCall Against)
{
    /// <summary>The differences, in the order of the calls. Both runs played the same conversations.</summary>
    public static IReadOnlyList<FlippedCall> Between(IReadOnlyList<ReplayTally> tallies, IReadOnlyList<ReplayTally> others) =>
    [
        .. tallies.Zip(others).SelectMany(static suite => suite.First.Traces.Zip(suite.Second.Traces).SelectMany(trace => trace.First.Calls.Zip(trace.Second.Calls)
            .Where(static call => call.First.Effect != call.Second.Effect)
            .Select(call => new FlippedCall(suite.First.Suite, trace.First.Id, call.First, call.Second)))),
    ];
}
