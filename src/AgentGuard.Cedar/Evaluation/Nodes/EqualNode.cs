using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>==</c> and <c>!=</c>: values of different types are unequal, never an error.</summary>
internal sealed class EqualNode(Node left, Node right, bool negated, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame) =>
        TryEvaluate(left, right, frame, out Value first, out Value second) && frame.TryStep(Cost.OfComparing(first, second), Span)
            ? Of(first.Equals(second) != negated)
            : Truth.Failed;
}
