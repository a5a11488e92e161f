namespace AgentGuard;

/// <summary>One way in which a call would pass, such as <c>amount ≤ 1000</c>.</summary>
/// <param name="Needs">What it takes, all of it together. For operators alone: a model that read it would know how to work its way round.</param>
public sealed record PermitAlternative(IReadOnlyList<string> Needs)
{
    /// <summary>What it takes, on one line.</summary>
    /// <returns>As <c>amount ≤ 1000 and approval by finance</c>.</returns>
    public override string ToString() => string.Join(" and ", Needs);
}
