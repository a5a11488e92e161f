using AgentGuard.Cedar.Diagnostics;
using AgentGuard.Cedar.Values;

namespace AgentGuard.Cedar.Evaluation.Nodes;

/// <summary><c>set.containsAll(set)</c> and <c>set.containsAny(set)</c>.</summary>
internal sealed class ContainsManyNode(Node left, Node right, bool all, SourceSpan span) : Predicate(span)
{
    public override Truth Test(EvaluationFrame frame)
    {
        if (!TryEvaluate(left, right, frame, out Value first, out Value second)
            || !Is(ValueKind.Set, left, first, frame)
            || !Is(ValueKind.Set, right, second, frame)
            || !frame.TryStep(Cost.OfSearching(first.AsSet, second.AsSet, all), Span))
        {
            return Truth.Failed;
        }

        return Of(all ? first.AsSet.ContainsAll(second.AsSet) : first.AsSet.ContainsAny(second.AsSet));
    }
}
