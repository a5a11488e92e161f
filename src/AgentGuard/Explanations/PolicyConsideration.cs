using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>What one policy had to say to a call, for one of its principals and one of its resources.</summary>
/// <param name="Policy">The policy: its id, place, effect and obligations, and whether it is only tried out.</param>
/// <param name="Principal">Who was asked about.</param>
/// <param name="Resource">What is acted on; <c>[redacted]</c> where a sensitive argument names it.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Parts">
/// The parts of it that were reached, in that order: <c>&amp;&amp;</c>, <c>||</c>, <c>!</c> and <c>if</c> are taken apart. Out of scope, the part of the head that is not met.
/// </param>
public sealed record PolicyConsideration(BundlePolicy Policy, EntityUid Principal, EntityUid Resource, PolicyOutcome Outcome, IReadOnlyList<PolicyPart> Parts)
{
    /// <summary>Why it could not be evaluated, in Cedar's words; null unless it is <see cref="PolicyOutcome.Failed"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it belongs to the bounds of the principal's hop, which allow what they permit and nothing else, and not to the bundle.</summary>
    public bool IsBound { get; init; }

    /// <summary>Whether its head names other tools, so that it says the same for all principals and resources of the call: it stands here once.</summary>
    public bool IsForOtherTools => Parts is [{ IsHead: true } head] && head.Span == Policy.Policy.Action.Span;
}
