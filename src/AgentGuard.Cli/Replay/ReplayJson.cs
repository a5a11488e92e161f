using AgentGuard.Testing;

namespace AgentGuard.Cli.Replay;

/// <summary>A replay for other programs.</summary>
internal static class ReplayJson
{
    public static object Of(IReadOnlyList<ReplayTally> tallies, IReadOnlyList<ReplayTally>? others, IReadOnlyList<FlippedCall>? flipped) => new
    {
        Suites = tallies.Select(Of),
        Against = others?.Select(Of),
        Flipped = flipped?.Select(static flip => new { flip.Suite, flip.Trace, Call = Of(flip.Call), Against = Of(flip.Against) }),
    };

    private static object Of(ReplayTally tally) => new
    {
        tally.Suite,
        tally.Tasks,
        tally.Permitted,
        tally.Held,
        tally.Denied,
        tally.Approvals,
        tally.Attacks,
        tally.Stopped,
        tally.StrictlyStopped,
        Policies = tally.Policies.ToDictionary(),
        Traces = tally.Traces.Select(static trace => new
        {
            trace.Id,
            trace.IsAttack,
            trace.IsPermitted,
            trace.IsDenied,
            trace.Approvals,
            IsStopped = trace.IsAttack ? trace.IsStopped : (bool?)null,
            Calls = trace.Calls.Select(Of),
        }),
    };

    private static object Of(ReplayedCall call) => new
    {
        call.Id,
        Tool = call.Tool.ToString(),
        Effect = call.Effect switch { DecisionEffect.Permit => "permitted", DecisionEffect.RequireApproval => "held", _ => "denied" },
        call.Reason,
        call.Policies,
        call.IsAttack,
        call.IsNecessary,
    };
}
