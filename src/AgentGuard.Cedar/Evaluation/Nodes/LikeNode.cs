using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>target like "pattern"</c>.</summary>
internal sealed class LikeNode(Node target, Wildcard pattern, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) =>
        TryEvaluate(target, ValueKind.String, frame, out Value value) && frame.TryStep(value.AsString.Length, Span)
            ? Of(pattern.IsMatch(value.AsString))
            : Truth.Failed;
}
