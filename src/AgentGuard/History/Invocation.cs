using AgentGuard.Cedar.Values;

namespace AgentGuard;

/// <summary>One call in a session's history. It holds no arguments, only their digest.</summary>
/// <param name="DecisionId">The decision.</param>
/// <param name="CallId">The runtime's id of the call.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Principal">Who acted.</param>
/// <param name="Resources">What was acted on.</param>
/// <param name="Digest">SHA-256 of the canonical arguments in lower-case hex, keyed where one of them is sensitive; empty where they could not be read.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="At">When it was decided.</param>
public sealed record Invocation(
    string DecisionId,
    string CallId,
    ToolId Tool,
    EntityUid? Principal,
    IReadOnlyList<EntityUid> Resources,
    string Digest,
    InvocationOutcome Outcome,
    DateTimeOffset At);
