using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>set.contains(value)</c>.</summary>
internal sealed class ContainsNode(Node set, Node element, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) =>
        TryEvaluate(set, element, frame, out Value elements, out Value value)
        && Is(ValueKind.Set, set, elements, frame)
        && frame.TryStep(value.Size, Span)
            ? Of(elements.AsSet.Contains(value))
            : Truth.Failed;
}
