using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>set.contains(value)</c>.</summary>
internal sealed class ContainsNode(Node set, Node element, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame)
    {
        Value elements = set.Evaluate(frame);
        Value value = elements.Kind == ValueKind.None ? default : element.Evaluate(frame);
        return value.Kind != ValueKind.None && Is(ValueKind.Set, set, elements, frame) && frame.TryStep(value.Size, Span)
            ? Of(elements.AsSet.Contains(value))
            : Truth.Failed;
    }
}
