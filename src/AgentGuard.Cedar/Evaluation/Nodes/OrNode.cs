using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>A chain of <c>||</c>: the first part that is not false decides.</summary>
internal sealed class OrNode(Node[] parts, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame)
    {
        foreach (Node part in parts)
        {
            Truth truth = part.Test(frame);
            if (truth != Truth.False)
            {
                return truth;
            }
        }

        return Truth.False;
    }
}
