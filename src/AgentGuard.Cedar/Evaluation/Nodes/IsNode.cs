using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>target is Type</c>.</summary>
internal sealed class IsNode(Node target, string entityType, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) =>
        TryEvaluate(target, ValueKind.Entity, frame, out Value value) ? Of(value.AsEntity.Type == entityType) : Truth.Failed;
}
