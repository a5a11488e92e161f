using System.Collections.ObjectModel;

namespace AgentGuard;

/// <summary>What was found, before it has an id and a place in the log.</summary>
internal sealed record DecisionContent
{
    public required DecisionEffect Effect { get; init; }

    public Denial? Denial { get; init; }

    public ApprovalRequest? Approval { get; init; }

    public IReadOnlyList<Obligation> Obligations { get; init; } = [];

    public IReadOnlyList<DeterminingPolicy> Policies { get; init; } = [];

    public IReadOnlyList<PolicyFailure> Errors { get; init; } = [];

    /// <summary>What the conditions of the forbids that stopped the call came to, under the policies' ids.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PolicyPart>> Traces { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<PolicyPart>>.Empty;

    /// <summary>In which ways the call would pass, the smallest change first.</summary>
    public IReadOnlyList<PermitAlternative> NearestPermit { get; init; } = [];

    public static DecisionContent Deny(Denial denial) => new() { Effect = DecisionEffect.Deny, Denial = denial };

    public static DecisionContent Deny(string code, string message, string? modelText = null) => Deny(new Denial(code, message, modelText));

    public DecisionContent Denied(Denial denial) => this with { Effect = DecisionEffect.Deny, Denial = denial };

    public DecisionContent Denied(string code, string message, string? modelText = null) => Denied(new Denial(code, message, modelText));
}
