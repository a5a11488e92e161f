using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>[a, b, …]</c> with an element that is no constant.</summary>
internal sealed class SetNode(Node[] elements, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame)
    {
        Value[] values = new Value[elements.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = elements[i].Evaluate(frame);
            if (values[i].Kind == ValueKind.None || !frame.TryStep(values[i].Size, Span))
            {
                return default;
            }

            if (values[i].Depth >= Value.MaximumDepth)
            {
                return frame.Fail(Faults.TooDeep(Span));
            }
        }

        return new CedarSet(values);
    }
}
