namespace AgentGuard;

/// <summary>What policies say of one question.</summary>
/// <param name="Permits">Satisfied permits.</param>
/// <param name="Forbids">Satisfied forbids, conditional ones included.</param>
/// <param name="FailedPermits">Permits that could not be evaluated: they are not satisfied.</param>
/// <param name="FailedForbids">Forbids that could not be evaluated: each denies.</param>
/// <param name="Shadows">Policies being tried out that would have been satisfied, and forbids among them that would have failed, which denies.</param>
public sealed record PolicyAnswer(
    IReadOnlyList<BundlePolicy> Permits,
    IReadOnlyList<BundlePolicy> Forbids,
    IReadOnlyList<PolicyFailure> FailedPermits,
    IReadOnlyList<PolicyFailure> FailedForbids,
    IReadOnlyList<BundlePolicy> Shadows)
{
    /// <summary>The same for a call with sensitive arguments: an evaluation's message may show a value.</summary>
    internal PolicyAnswer WithoutValues() => FailedPermits.Count + FailedForbids.Count == 0
        ? this
        : this with { FailedPermits = [.. FailedPermits.Select(WithoutValues)], FailedForbids = [.. FailedForbids.Select(WithoutValues)] };

    private static PolicyFailure WithoutValues(PolicyFailure failure) => failure with { Message = "the message may show a sensitive argument and is left out" };
}
