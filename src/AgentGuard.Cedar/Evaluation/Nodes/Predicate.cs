using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary>A node that is always a boolean; it is evaluated without making a value of it.</summary>
internal abstract class Predicate(SourceSpan span) : Node(span)
{
    public sealed override Value Evaluate(EvaluationFrame frame)
    {
        Truth truth = Test(frame);
        return truth == Truth.Failed ? default : (Value)(truth == Truth.True);
    }

    public abstract override Truth Test(EvaluationFrame frame);

    protected static Truth Of(bool value) => value ? Truth.True : Truth.False;
}
