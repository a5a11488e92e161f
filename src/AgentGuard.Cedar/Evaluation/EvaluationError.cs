using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>Why a policy could not be evaluated, in Cedar's words.</summary>
/// <param name="Kind">What kind of error it is.</param>
/// <param name="Message">What is wrong, one line. It may quote uids and texts of the request, shortened.</param>
/// <param name="Span">The place in the source of the policy.</param>
/// <param name="Help">What to do about it, one line; null where there is nothing to suggest.</param>
public sealed record EvaluationError(EvaluationErrorKind Kind, string Message, SourceSpan Span, string? Help = null);
