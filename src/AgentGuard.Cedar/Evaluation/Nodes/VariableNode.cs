using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>principal</c>, <c>action</c>, <c>resource</c> or <c>context</c>; their slots are filled for every request.</summary>
internal sealed class VariableNode(int slot, SourceSpan span) : Node(span)
{
    public int Slot { get; } = slot;

    public override Value Evaluate(EvaluationFrame frame) => frame.Slot(Slot);
}
