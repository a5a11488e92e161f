using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>set.isEmpty()</c>.</summary>
internal sealed class IsEmptyNode(Node set, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) =>
        TryEvaluate(set, ValueKind.Set, frame, out Value value) ? Of(value.AsSet.Count == 0) : Truth.Failed;
}
