using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>
/// <c>target.attribute</c> where the target is a variable or a path itself. Policies of a set read the same few paths, so each is
/// read once a request and kept in its slot. An error is not kept: it belongs to the place that it is reported at.
/// </summary>
internal sealed class PathNode(Node target, string attribute, int slot, SourceSpan span) : Node(span)
{
    public int Slot { get; } = slot;

    public override Value Evaluate(EvaluationFrame frame)
    {
        Value value = frame.Slot(Slot);
        return value.Kind != ValueKind.None ? value : Read(frame);
    }

    private Value Read(EvaluationFrame frame)
    {
        Value value = AttributeNode.Get(target, attribute, Span, frame);
        if (value.Kind != ValueKind.None)
        {
            frame.Store(Slot, value);
        }

        return value;
    }
}
