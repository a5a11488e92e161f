using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>A literal, or what was folded into one.</summary>
internal sealed class ConstantNode(Value value, SourceSpan span) : Node(span)
{
    public Value Value { get; } = value;

    public override Value Evaluate(EvaluationFrame frame) => Value;
}
