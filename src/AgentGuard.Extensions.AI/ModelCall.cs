using Microsoft.Extensions.AI;

namespace AgentGuard.Extensions.AI;

/// <summary>A call that the model asked for and no function has served yet.</summary>
/// <param name="Content">The call.</param>
/// <param name="ApprovalId">The request for a yes that it carries on; null where it was not held.</param>
internal sealed record ModelCall(FunctionCallContent Content, string? ApprovalId);
