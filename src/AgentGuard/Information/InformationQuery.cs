using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>The call for which facts are wanted.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Chain">Who acts, on whose behalf.</param>
/// <param name="Session">The session, with its tenant.</param>
/// <param name="Resources">What is acted on. An id that the catalog maps from an argument was written by the model.</param>
/// <param name="UntrustedInput">The arguments, written by the model: good for a look-up, never for a fact.</param>
public sealed record InformationQuery(
    ToolId Tool,
    DelegationChain Chain,
    GuardSession Session,
    IReadOnlyList<EntityUid> Resources,
    CedarRecord UntrustedInput)
{
    /// <summary>
    /// The held call that somebody is about to answer: the chain is then the approver alone, and no arguments are shown. Null for a call itself.
    /// </summary>
    public ApprovalRequest? Approval { get; init; }
}
