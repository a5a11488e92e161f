using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>if … then … else …</c>; only the branch that is taken is evaluated.</summary>
internal sealed class IfNode(Node condition, Node then, Node otherwise, SourceSpan span) : Node(span)
{
    public override Value Evaluate(EvaluationFrame frame) => condition.Test(frame) switch
    {
        Truth.True => then.Evaluate(frame),
        Truth.False => otherwise.Evaluate(frame),
        _ => default,
    };
}
