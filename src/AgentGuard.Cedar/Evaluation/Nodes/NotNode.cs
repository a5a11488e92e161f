using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>!operand</c>, and the body of <c>unless</c>.</summary>
internal sealed class NotNode(Node operand, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) => operand.Test(frame) switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => Truth.Failed,
    };
}
