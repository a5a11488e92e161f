using AgentGuard.Cedar.Diagnostics;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>A chain of <c>&amp;&amp;</c>: the first part that is not true decides.</summary>
internal sealed class AndNode(Node[] parts, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) => Test(parts, frame);

    public static Truth Test(Node[] parts, EvaluationFrame frame)
    {
        foreach (Node part in parts)
        {
            Truth truth = part.Test(frame);
            if (truth != Truth.True)
            {
                return truth;
            }
        }

        return Truth.True;
    }
}
