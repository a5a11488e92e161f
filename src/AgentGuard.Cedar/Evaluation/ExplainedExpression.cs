using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation;

/// <summary>A part of a policy that was evaluated for a request, and what it came to. It shows values of the request and of entities: it is for operators.</summary>
/// <param name="Span">Where the part stands in the source of the policy.</param>
/// <param name="Text">The part as it is written there, on one line; empty where the policy has no source.</param>
/// <param name="Reading">The same with the values of its operands, shortened: <c>2500 &gt; 1000</c> for <c>context.input.amount &gt; 1000</c>.</param>
/// <param name="Value">What it came to; null where it is an error.</param>
/// <param name="Error">Why it could not be evaluated; null where it could.</param>
public sealed record ExplainedExpression(SourceSpan Span, string Text, string Reading, Value? Value, EvaluationError? Error)
{
    /// <summary>Whether it is a part of the policy's head that is not met, and no part of a condition.</summary>
    public bool IsHead { get; init; }
}
