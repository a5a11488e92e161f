using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>==</c> and <c>!=</c>: values of different types are unequal, never an error.</summary>
internal sealed class EqualNode(Node left, Node right, bool negated, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame)
    {
        Value first = left.Evaluate(frame);
        if (first.Kind == ValueKind.None)
        {
            return Truth.Failed;
        }

        Value second = right.Evaluate(frame);
        if (second.Kind == ValueKind.None || !frame.TryStep(Cost.OfComparing(first, second), Span))
        {
            return Truth.Failed;
        }

        return Of(first.Equals(second) != negated);
    }
}
