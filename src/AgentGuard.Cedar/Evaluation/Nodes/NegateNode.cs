using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>-operand</c>; the smallest integer has no counterpart.</summary>
internal sealed class NegateNode(Node operand, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame)
    {
        if (!TryEvaluate(operand, ValueKind.Long, frame, out Value value))
        {
            return default;
        }

        return value.Bits == long.MinValue ? frame.Fail(Faults.NegationOverflow(value.Bits, Span)) : -value.Bits;
    }
}
